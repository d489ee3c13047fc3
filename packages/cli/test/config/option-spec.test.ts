import { kebabName, variableName } from '../../src/config/option-spec.js';

describe('names of an option', () => {
  it('has dashes on the command line and in files', () => {
    expect(kebabName('retryFor')).toBe('retry-for');
    expect(kebabName('json')).toBe('json');
  });

  it('has underscores and the prefix in the environment', () => {
    expect(variableName('retryFor')).toBe('SPANBRIDGE_RETRY_FOR');
  });
});
