import { settleConfig } from '../../src/register/settle-config.js';

describe('settleConfig', () => {
  it('holds spans, sends OTLP, and waits five seconds, when nothing is said', () => {
    expect(settleConfig({}, {})).toMatchObject({
      exporter: 'otlp',
      provisional: 'hold',
      events: 'spans',
      spool: undefined,
      crashFile: undefined,
      shutdownTimeoutMs: 5_000,
      warnings: [],
    });
  });

  it('options win over our variables, and these over those of OpenTelemetry', () => {
    const env = { OTEL_TRACES_EXPORTER: 'console', SPANBRIDGE_EXPORTER: 'stock', SPANBRIDGE_SPOOL: '/env' };
    expect(settleConfig({}, { OTEL_TRACES_EXPORTER: 'console' }).exporter).toBe('console');
    expect(settleConfig({}, env)).toMatchObject({ exporter: 'stock', spool: '/env' });
    expect(settleConfig({ exporter: 'none', spool: '/own' }, env)).toMatchObject({ exporter: 'none', spool: '/own' });
  });

  it('makes options of the exporter from the variables, and leaves out what is not set', () => {
    const { otlp } = settleConfig(
      { headers: { b: 'own' } },
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_BSP_MAX_QUEUE_SIZE: '100',
      },
    );
    expect(otlp).toEqual({
      url: 'http://h:4318/v1/traces',
      headers: { a: '1', b: 'own' },
      encoding: 'json',
      queueSpansMax: 100,
      shutdownTimeoutMs: 5_000,
    });
  });

  it('takes an endpoint of the call over all variables, and throws at one that is none', () => {
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://env/x' };
    expect(settleConfig({ endpoint: 'http://own:4318' }, env).otlp.url).toBe('http://own:4318/v1/traces');
    expect(() => settleConfig({ endpoint: 'own:4318' }, env)).toThrow('The endpoint "own:4318" is no URL');
  });

  it('tells of files for TLS that cannot be used, and goes on without them', () => {
    const { otlp, warnings } = settleConfig(
      {},
      { OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/ca.pem', OTEL_EXPORTER_OTLP_CLIENT_KEY: '/nowhere/key.pem' },
    );
    expect(otlp.tls).toBeUndefined();
    expect(warnings).toEqual([
      'The certificate file "/nowhere/ca.pem" cannot be read (ENOENT). It is ignored.',
      'The certificate file "/nowhere/key.pem" cannot be read (ENOENT). It is ignored.',
    ]);
  });

  it('limits of the call win one by one', () => {
    const env = { OTEL_SPAN_EVENT_COUNT_LIMIT: '5', OTEL_SPAN_LINK_COUNT_LIMIT: '6' };
    expect(settleConfig({ spanLimits: { eventCountLimit: 7 } }, env).spanLimits).toEqual({
      eventCountLimit: 7,
      linkCountLimit: 6,
    });
  });
});
