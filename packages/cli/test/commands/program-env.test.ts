import { programEnv, type ProgramPlan } from '../../src/commands/program-env.js';

const TRACEPARENT = '00-be97f2fa26196196d1c776cef223b871-c33604c286773277-01';

function envOf(plan: Partial<ProgramPlan> = {}) {
  return programEnv({
    env: {},
    endpoint: 'http://127.0.0.1:4318',
    serviceName: undefined,
    command: ['/usr/bin/node', 'app.js'],
    traceparent: TRACEPARENT,
    registerModule: undefined,
    ...plan,
  });
}

it('points every exporter of OpenTelemetry at the backend, under the span of the run', () => {
  expect(envOf()).toEqual({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    SPANBRIDGE_PROVISIONAL: 'marker',
    OTEL_SERVICE_NAME: 'node',
    TRACEPARENT,
  });
});

it('keeps everything else, and what the caller decided', () => {
  const env = envOf({ env: { PATH: '/bin', OTEL_METRICS_EXPORTER: 'otlp', SPANBRIDGE_PROVISIONAL: 'hold' } });
  expect(env).toMatchObject({ PATH: '/bin', OTEL_METRICS_EXPORTER: 'otlp', SPANBRIDGE_PROVISIONAL: 'hold' });
});

it.each([
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_SDK_DISABLED',
  'TRACESTATE',
])('takes %s away, which would lead the spans elsewhere', (name) => {
  expect(envOf({ env: { [name]: 'x' } })).not.toHaveProperty(name);
});

it.each([
  [{ OTEL_SERVICE_NAME: 'shop' }, undefined, 'shop'],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'a=b,service.name=shop' }, undefined, undefined],
  [{ OTEL_RESOURCE_ATTRIBUTES: 'my.service.name=shop' }, undefined, 'node'],
  [{ OTEL_SERVICE_NAME: 'shop' }, 'other', 'other'],
])('with %j and --service %j the name is %j', (env, serviceName, expected) => {
  expect(envOf({ env, serviceName })['OTEL_SERVICE_NAME']).toBe(expected);
});

it.each([
  [undefined, '--import=file:///r.js'],
  ['--max-old-space-size=99', '--max-old-space-size=99 --import=file:///r.js'],
])('with NODE_OPTIONS %j registers by %j', (before, expected) => {
  const env = before === undefined ? {} : { NODE_OPTIONS: before };
  expect(envOf({ env, registerModule: 'file:///r.js' })['NODE_OPTIONS']).toBe(expected);
});
