import { toExporterLimits, toTracesUrl } from '../../src/delivery/exporter-options.js';

it('has the documented defaults', () => {
  expect(toExporterLimits({})).toEqual({
    concurrency: 4,
    concurrencyMax: 16,
    lanes: 'any',
    batch: { batchSpansMax: 512, batchBytesMax: 4_194_304 },
    scheduleDelayMs: 1_000,
    queueSpansMax: 65_536,
    queueBytesMax: 67_108_864,
    flushTimeoutMs: 30_000,
    shutdownTimeoutMs: 30_000,
  });
});

it('a request is never allowed to be larger than receivers take', () => {
  expect(toExporterLimits({ batchBytesMax: 1e9 }).batch.batchBytesMax).toBe(4_194_304);
  expect(toExporterLimits({ concurrency: 32 }).concurrencyMax).toBe(32);
});

it.each([
  [{ concurrency: 0 }],
  [{ concurrencyMax: 1.5 }],
  [{ batchSpansMax: -1 }],
  [{ batchBytesMax: 0 }],
  [{ queueSpansMax: Number.NaN }],
  [{ queueBytesMax: Infinity }],
  [{ scheduleDelayMs: -1 }],
  [{ flushTimeoutMs: Number.NaN }],
  [{ shutdownTimeoutMs: -5 }],
  [{ timeoutMs: 0 }],
])('%j is out of range', (options) => {
  expect(() => toExporterLimits(options)).toThrow(
    expect.objectContaining({ name: 'SpanbridgeError', code: 'OTLP_OPTION_INVALID' }) as Error,
  );
});

it.each([
  [{}, 'http://127.0.0.1:4318/v1/traces'],
  [{ endpoint: 'http://c:4318' }, 'http://c:4318/v1/traces'],
  [{ endpoint: 'https://c/' }, 'https://c/v1/traces'],
  [{ endpoint: 'https://c/otlp/v1/traces?a=b' }, 'https://c/otlp/v1/traces?a=b'],
  [{ url: 'http://c:1/', endpoint: 'http://d' }, 'http://c:1/'],
])('%j posts to %s', (options, expected) => {
  expect(toTracesUrl(options)).toBe(expected);
});

it('an endpoint that is no URL is told without its text, which may hold a password', () => {
  expect(() => toTracesUrl({ endpoint: 'http://user:secret@:99999' })).toThrow('is not a URL');
});
