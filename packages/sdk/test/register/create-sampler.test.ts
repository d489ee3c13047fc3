import { createSampler } from '../../src/register/create-sampler.js';

describe('createSampler', () => {
  it.each([
    ['always_on', 'AlwaysOnSampler'],
    ['always_off', 'AlwaysOffSampler'],
    ['traceidratio', 'TraceIdRatioBased{0.5}'],
    ['parentbased_always_on', 'ParentBased{root=AlwaysOnSampler'],
    ['parentbased_always_off', 'ParentBased{root=AlwaysOffSampler'],
    ['parentbased_traceidratio', 'ParentBased{root=TraceIdRatioBased{0.5}'],
  ] as const)('%s is %s of the SDK', (name, text) => {
    expect(createSampler({ name, ratio: 0.5 }).toString()).toContain(text);
  });
});
