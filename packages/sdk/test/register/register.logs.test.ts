import { context, diag, propagation, trace } from '@opentelemetry/api';
import { decodeLogs, type LogRecord } from '@spanbridge/otlp';
import { startOtlpRecorder, type OtlpRecorder } from '../../../../test/support/otlp-recorder.js';
import { until } from '../../../../test/support/until.js';
import { forgetRegistration } from '../../src/register/one-registration.js';
import type { RegisterOptions, Registration } from '../../src/register/register-options.js';
import { register } from '../../src/register/register.js';

let recorder: OtlpRecorder;
let registration: Registration | undefined;
const variables = { ...process.env };

beforeEach(async () => {
  recorder = await startOtlpRecorder();
});
afterEach(async () => {
  await registration?.shutdown();
  registration = undefined;
  forgetRegistration();
  for (const api of [trace, context, propagation, diag]) api.disable();
  process.env = { ...variables };
  await recorder.close();
});

function registered(options: RegisterOptions): Registration {
  const warn = (message: string): void => {
    throw new Error(message);
  };
  registration = register({ endpoint: recorder.url, warn, ...options });
  return registration;
}

function logs(): readonly LogRecord[] {
  return recorder.requests
    .filter(({ path }) => path === '/v1/logs')
    .flatMap(({ body }) => {
      const decoded = decodeLogs(body, 'protobuf');
      return decoded.status === 'decoded' ? decoded.records : [];
    });
}

describe('a registration that sends log records', () => {
  it.each([
    ['logs', { events: 'logs' }, {}],
    ['both', { events: 'both' }, {}],
    ['logs, by a variable', {}, { SPANBRIDGE_EVENTS: 'logs' }],
  ] as const)('tells span events as records beside the spans: %s', async (_case, options, env) => {
    Object.assign(process.env, env);
    const { forceFlush, logLedger } = registered(options);
    const span = trace.getTracer('test').startSpan('work');
    span.addEvent('half', { done: 0.5 });
    span.end();
    await forceFlush();
    expect(logs()).toMatchObject([{ eventName: 'half', spanContext: { spanId: span.spanContext().spanId } }]);
    expect(logLedger()).toMatchObject({ taken: 1, accepted: 1, dropped: 0 });
  });

  it.each([
    ['by an option', { provisional: 'log' }, {}],
    ['by a variable', {}, { SPANBRIDGE_PROVISIONAL: 'log' }],
  ] as const)('tells of a span that runs with heartbeats, and takes them back: %s', async (_case, options, env) => {
    Object.assign(process.env, env);
    const times = { provisionalMinAgeMs: 200, provisionalHeartbeatMs: 60_000 };
    const { shutdown, logLedger } = registered({ ...options, ...times, logs: { scheduleDelayMs: 1 } });
    const span = trace.getTracer('test').startSpan('work');
    await until(
      () => logs().length > 0,
      () => 'No heartbeat has come.',
    );
    span.end();
    await shutdown();
    expect(logs().map(({ attributes }) => attributes['partial.event'])).toEqual(['heartbeat', 'stop']);
    expect(logLedger()).toMatchObject({ taken: 2, accepted: 2 });
  });

  it('puts them away at the last moment of the process, and says what is lost', () => {
    const warnings: string[] = [];
    const warn = (message: string): void => void warnings.push(message);
    const { provider, logLedger } = registered({ events: 'logs', endpoint: 'http://127.0.0.1:1', warn });
    const span = provider.getTracer('test').startSpan('work');
    span.addEvent('half');
    span.end();
    (registration as unknown as { flushSync(): void }).flushSync();
    expect(logLedger()).toMatchObject({ taken: 1, dropped: 1 });
    expect(warnings.filter((message) => message.includes('log records were not delivered'))).toHaveLength(1);
  });

  it('has no account of them when it sends none', () => {
    expect(registered({}).logLedger()).toBeUndefined();
  });
});
