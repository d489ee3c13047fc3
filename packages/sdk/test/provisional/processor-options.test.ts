import { toProcessorSettings } from '../../src/provisional/processor-options.js';

const taker = { add: () => undefined, forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };

describe('the options of the processor', () => {
  it('have defaults', () => {
    const { clock, unixNowMs, ...settings } = toProcessorSettings({ exporter: taker });
    expect(settings).toEqual({
      strategy: 'marker',
      events: 'spans',
      openSpansMax: 100_000,
      timing: { minAgeMs: 5_000, heartbeatMs: 5_000, expiryFactor: 3 },
    });
    expect(clock.now()).toBeGreaterThan(0);
    expect(unixNowMs()).toBeGreaterThan(1.7e12);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no exporter', { exporter: undefined }, 'The option exporter'],
    ['an exporter that is none', { exporter: {} }, 'The option exporter'],
    [
      'an unknown strategy',
      { provisional: 'always' },
      'provisional of ProvisionalSpanProcessor is "always". Give one of',
    ],
    ['unknown events', { events: 'none' }, 'Give one of: spans, logs, both'],
    ['a negative age', { provisionalMinAgeMs: -1 }, 'provisionalMinAgeMs of ProvisionalSpanProcessor is -1'],
    ['no interval', { provisionalHeartbeatMs: 0 }, 'Give a whole number from 1 on'],
    ['half a factor', { provisionalExpiryFactor: 0.5 }, 'provisionalExpiryFactor'],
    ['no room', { openSpansMax: 0 }, 'openSpansMax'],
    ['heartbeats without a way', { provisional: 'log' }, 'logExporter of ProvisionalSpanProcessor is missing'],
    ['log events without a way', { events: 'logs' }, 'but events "logs" sends log records. Give an OtlpLogExporter.'],
  ])('with %s are INVALID_OPTION', (_what, options, message) => {
    const make = (): unknown => toProcessorSettings({ exporter: taker, ...options });
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }) as Error);
    expect(make).toThrow(message);
  });

  it('an age of 0 tells at the next tick', () => {
    expect(toProcessorSettings({ exporter: taker, provisionalMinAgeMs: 0 }).timing.minAgeMs).toBe(0);
  });
});
