import { describeConnectFault, explainConnectFault } from '../../src/transport/connect-fault.js';

const URL_HTTP = new URL('http://user:pw@collector.example:4317/v1/traces?key=1');

it.each([
  ['ECONNREFUSED', 'Connection refused at http://collector.example:4317/v1/traces: nothing listens there.'],
  ['ENOTFOUND', 'The host name "collector.example" of http://collector.example:4317/v1/traces was not found.'],
  ['EAI_AGAIN', 'was not found'],
  ['ECONNRESET', '4317 is the port of OTLP/gRPC, use 4318'],
  ['ETIMEDOUT', 'cannot be reached'],
  ['HPE_INVALID_CONSTANT', 'answered, but not in HTTP/1.1'],
  ['EPROTO', 'did not answer in TLS'],
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'is not for the host "collector.example"'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'is not signed by an authority known here'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'is not signed by an authority known here'],
])('the code %s says: %s', (code, expected) => {
  expect(describeConnectFault(Object.assign(new Error('x'), { code }), URL_HTTP)).toContain(expected);
});

it('another error is quoted on one line', () => {
  expect(describeConnectFault(new Error('odd\nthing'), URL_HTTP)).toBe(
    'No answer from http://collector.example:4317/v1/traces: odd\\u{a}thing.',
  );
  expect(describeConnectFault('text', URL_HTTP)).toContain('text');
});

const PLAIN = new URL('http://localhost:4318/v1/traces');
const SECURE = new URL('https://collector.example:4318/v1/traces');
const bytes = (hex: string) => ({ code: 'HPE_INVALID_CONSTANT', rawPacket: Buffer.from(hex, 'hex') });

it.each([
  ['nothing-listens', { code: 'ECONNREFUSED', address: '127.0.0.1' }, PLAIN],
  ['nothing-listens', { code: 'ECONNREFUSED', errors: [{ address: '::1' }, { address: '127.0.0.1' }] }, PLAIN],
  ['nothing-listens', { code: 'ECONNREFUSED', address: '::1' }, new URL('http://[::1]:4318/')],
  ['localhost-ipv6', { code: 'ECONNREFUSED', address: '::1' }, PLAIN],
  ['host-unknown', { code: 'ENOTFOUND' }, PLAIN],
  ['unreachable', { code: 'EHOSTUNREACH' }, PLAIN],
  ['connection-closed', { code: 'ECONNRESET' }, PLAIN],
  ['grpc-port', { code: 'ECONNRESET' }, URL_HTTP],
  // Settings of Node's http2, of grpc-go, of grpc-core; a GOAWAY.
  ['grpc-port', bytes('000000040000000000'), PLAIN],
  ['grpc-port', bytes('000006040000000000000500004000'), PLAIN],
  ['grpc-port', bytes('000012040000000000000400200000000500400000'), PLAIN],
  ['grpc-port', bytes('00000807000000000000000000000001'), PLAIN],
  ['grpc-port', { code: 'EPROTO', message: 'tlsv1 alert no application protocol' }, SECURE],
  ['tls-port', bytes('15030100020246'), PLAIN],
  ['not-http', bytes('5353482d322e30'), PLAIN],
  ['not-http', bytes('000000040000000001'), PLAIN],
  ['not-http', { code: 'HPE_INVALID_CONSTANT' }, PLAIN],
  ['plain-port', { code: 'EPROTO', message: 'ssl3_get_record:wrong version number' }, SECURE],
  ['plain-port', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, SECURE],
  ['client-certificate', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, SECURE],
  ['tls-handshake', { code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }, SECURE],
  ['certificate-expired', { code: 'CERT_NOT_YET_VALID' }, SECURE],
  ['other', { code: 'EMFILE' }, SECURE],
] as const)('%s: %j', (kind, error, url) => {
  const explained = explainConnectFault(Object.assign(new Error('x'), error), url);
  expect(explained.kind).toBe(kind);
  expect(explained.message).toContain(url.host);
  if (kind !== 'other') expect(explained.remedy).not.toBe('');
});
