import { EnvReader } from '../../src/config/env-reader.js';
import { readSamplerSettings } from '../../src/config/sampler-env.js';

describe('readSamplerSettings', () => {
  it('is undefined when no sampler is named, whatever the argument', () => {
    expect(readSamplerSettings(new EnvReader({ OTEL_TRACES_SAMPLER_ARG: '0.5' }))).toBeUndefined();
  });

  it('reads the argument only for samplers that have one', () => {
    const reader = new EnvReader({ OTEL_TRACES_SAMPLER: 'always_on', OTEL_TRACES_SAMPLER_ARG: 'http://remote' });
    expect(readSamplerSettings(reader)).toEqual({ name: 'always_on', ratio: 1 });
    expect(reader.warnings).toEqual([]);
  });

  it.each(['0', '1', '0.5', '1e-3'])('takes %s for a ratio', (text) => {
    const reader = new EnvReader({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: text });
    expect(readSamplerSettings(reader)?.ratio).toBe(Number(text));
  });
});
