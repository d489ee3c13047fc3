import { toLogExporterLimits } from '../../src/delivery/log-exporter-options.js';

it('what is not given has its default', () => {
  expect(toLogExporterLimits({})).toEqual({
    batch: { batchSpansMax: 512, batchBytesMax: 4_194_304 },
    concurrency: 4,
    scheduleDelayMs: 1_000,
    queueRecordsMax: 16_384,
    queueBytesMax: 33_554_432,
    flushTimeoutMs: 30_000,
    shutdownTimeoutMs: 30_000,
  });
});

it('a request is never larger than 4 MiB', () => {
  expect(toLogExporterLimits({ batchBytesMax: 2 ** 30 }).batch.batchBytesMax).toBe(4_194_304);
});

it.each([
  { batchRecordsMax: 0 },
  { queueRecordsMax: 1.5 },
  { concurrency: -1 },
  { timeoutMs: 0 },
  { scheduleDelayMs: -1 },
])('%j is refused by its name', (options) => {
  expect(() => toLogExporterLimits(options)).toThrow(`The option ${Object.keys(options)[0]} is `);
});
