import { checkSpoolOptions } from '../../src/spool/spool-options.js';
import { type SpoolOptions } from '../../src/spool/spool-types.js';

const MINIMAL: SpoolOptions = { directory: '/spool', destinations: ['a'] };

function faultWith(code: string, message: string): Error {
  return expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error;
}

describe('options of a spool', () => {
  it('have defaults', () => {
    expect(checkSpoolOptions(MINIMAL)).toMatchObject({
      ...{ directory: '/spool', destinations: ['a'], ageMsMax: undefined },
      ...{ sizeBytesMax: 536_870_912, segmentBytesMax: 8_388_608, nowUnixMs: Date.now },
    });
  });

  it.each([
    [{ sizeBytesMax: 0 }, 'The option sizeBytesMax is 0, but has to be a whole number above 32'],
    [{ sizeBytesMax: 1.5 }, 'The option sizeBytesMax is 1.5'],
    [
      { segmentBytesMax: 2 ** 27 },
      'The option segmentBytesMax is 134217728, but has to be a whole number above 32 and up to 67108864.',
    ],
    [{ ageMsMax: 0 }, 'The option ageMsMax is 0, but has to be above 0.'],
    [{ ageMsMax: NaN }, 'The option ageMsMax is NaN'],
  ])('%j are refused', (options, message) => {
    expect(() => checkSpoolOptions({ ...MINIMAL, ...options })).toThrow(faultWith('OTLP_OPTION_INVALID', message));
  });

  it.each([
    [[], 'has 0 destinations, but needs 1 to 16'],
    [Array.from({ length: 17 }, (_, index) => `d${index}`), 'has 17 destinations'],
    [['a', 'a'], 'has two destinations of one name'],
    [[''], 'does not have 1 to 128 bytes'],
    [['ü'.repeat(65)], 'does not have 1 to 128 bytes'],
  ])('the destinations %j are refused', (destinations, message) => {
    expect(() => checkSpoolOptions({ ...MINIMAL, destinations })).toThrow(faultWith('SPOOL_UNUSABLE', message));
  });
});
