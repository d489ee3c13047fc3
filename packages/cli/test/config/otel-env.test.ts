import { readOtelEnv } from '../../src/config/otel-env.js';

describe('readOtelEnv', () => {
  it('appends the path of traces to the general endpoint', () => {
    const { values } = readOtelEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/otlp/' });
    expect(values['endpoint']).toEqual(['http://collector:4318/otlp/v1/traces']);
  });

  it('takes the endpoint for traces as it stands, and over the general one', () => {
    const { values } = readOtelEnv({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b:4318',
    });
    expect(values['endpoint']).toEqual(['http://b:4318/']);
  });

  it('takes the endpoint for logs as it stands; the general one is no word about logs alone', () => {
    const { values } = readOtelEnv({ OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://b:4318' });
    expect([values['endpoint'], values['logsEndpoint']]).toEqual([undefined, 'http://b:4318/']);
    expect(readOtelEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' }).values['logsEndpoint']).toBeUndefined();
  });

  it('lets the headers for traces win as a whole', () => {
    const { values } = readOtelEnv({
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'c=Bearer%20x',
    });
    expect(values['header']).toEqual(new Map([['c', 'Bearer x']]));
  });

  it('reads protocol, compression, timeout, service and resource', () => {
    const { values, warnings } = readOtelEnv({
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '2500',
      OTEL_SERVICE_NAME: 'shop',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%2Cb',
    });
    expect(values).toMatchObject({ protocol: 'http/json', compression: 'gzip', timeout: 2500, service: 'shop' });
    expect(values['resource']).toEqual(new Map([['deployment.environment.name', 'a,b']]));
    expect(warnings).toEqual([]);
  });

  it('reads the files for TLS, those for traces before the general ones, each on its own', () => {
    const { values, warnings } = readOtelEnv({
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/etc/ca.pem',
      OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: '/etc/traces-ca.pem',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: '/etc/key.pem',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '',
      OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: '/etc/cert.pem',
    });
    expect(values).toMatchObject({
      certificate: '/etc/traces-ca.pem',
      clientKey: '/etc/key.pem',
      clientCertificate: '/etc/cert.pem',
    });
    expect(warnings).toEqual([]);
  });

  it('takes an empty variable for one that is not set', () => {
    const { values, warnings } = readOtelEnv({ OTEL_SERVICE_NAME: '', OTEL_EXPORTER_OTLP_TIMEOUT: ' ' });
    expect(values['service']).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('says what to set instead of grpc', () => {
    const { values, warnings } = readOtelEnv({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect(values['protocol']).toBeUndefined();
    expect(warnings).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL is ignored: spanbridge sends OTLP over HTTP, not over gRPC. ' +
        'Set it to http/protobuf, with the HTTP port (4318).',
    ]);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://x'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'broken'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a b=1'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zstd'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '-1'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '99999999999'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,b'],
  ])('warns once about %s=%s and goes on', (name, text) => {
    const { values, warnings } = readOtelEnv({ [name]: text });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(name);
    expect(Object.values(values).every((value) => value === undefined)).toBe(true);
  });

  it('falls back to the general variable when the one for traces is broken', () => {
    const { values, warnings } = readOtelEnv({
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: 'soon',
      OTEL_EXPORTER_OTLP_TIMEOUT: '7000',
    });
    expect(values['timeout']).toBe(7000);
    expect(warnings).toHaveLength(1);
  });
});
