import { readOtelConfig } from '../../src/config/otel-env.js';
import { toLogOptions } from '../../src/register/log-options.js';
import type { RegisterOptions } from '../../src/register/register-options.js';

function logOptions(
  options: RegisterOptions,
  env: Record<string, string> = {},
  otlp = {},
): ReturnType<typeof toLogOptions> {
  return toLogOptions({ options, otel: readOtelConfig(env), otlp, warnings: [] });
}

describe('where log records go', () => {
  it.each([
    ['nothing is said', {}, {}, {}, 'http://127.0.0.1:4318/v1/logs'],
    ['the call names a base', { endpoint: 'http://a:1' }, {}, {}, 'http://a:1/v1/logs'],
    ['the call names a traces URL', { endpoint: 'http://a:1/x/v1/traces' }, {}, {}, 'http://a:1/x/v1/logs'],
    ['a variable names a base', {}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b:2/x' }, {}, 'http://b:2/x/v1/logs'],
    [
      'a variable names them alone, and the call a base',
      { endpoint: 'http://a:1' },
      { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://b:2/own' },
      {},
      'http://b:2/own',
    ],
    [
      'the call names them',
      { logs: { url: 'http://c:3/l' } },
      { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://b:2/own' },
      {},
      'http://c:3/l',
    ],
    ['only a traces URL is known', {}, {}, { url: 'http://d:4/v1/traces' }, 'http://d:4/v1/logs'],
  ])('%s', (_case, options, env, otlp, url) => {
    expect(logOptions(options, env as never, otlp).url).toBe(url);
  });

  it('is refused beside a traces URL of which nobody can tell', () => {
    expect(() => logOptions({ endpoint: 'http://a:1/custom' })).toThrow(/OTEL_EXPORTER_OTLP_LOGS_ENDPOINT/);
  });
});

describe('how log records are sent', () => {
  it('as spans, unless the variables of logs, or the call, say otherwise', () => {
    const env = {
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=1',
      OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'gzip',
      OTEL_BLRP_SCHEDULE_DELAY: '7',
      OTEL_BLRP_EXPORT_TIMEOUT: '8',
      OTEL_BLRP_MAX_QUEUE_SIZE: '90',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '10',
    };
    const options = { headers: { b: '2', c: '2' }, logs: { headers: { c: '3' }, timeoutMs: 5 } };
    const otlp = { timeoutMs: 4, compression: 'none', shutdownTimeoutMs: 6, batchSpansMax: 3 } as const;
    expect(logOptions(options, env, otlp)).toEqual({
      url: 'http://127.0.0.1:4318/v1/logs',
      headers: { a: '1', b: '2', c: '3' },
      compression: 'gzip',
      timeoutMs: 5,
      shutdownTimeoutMs: 6,
      scheduleDelayMs: 7,
      flushTimeoutMs: 8,
      queueRecordsMax: 90,
      batchRecordsMax: 10,
    });
  });
});
