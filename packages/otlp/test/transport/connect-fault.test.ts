import { addressOf, describeConnectFault } from '../../src/transport/connect-fault.js';

const URL_HTTP = new URL('http://user:pw@collector.example:4317/v1/traces?key=1');

it.each([
  ['ECONNREFUSED', 'Connection refused at http://collector.example:4317/v1/traces: nothing listens there.'],
  ['ENOTFOUND', 'The host name "collector.example" of http://collector.example:4317/v1/traces was not found.'],
  ['EAI_AGAIN', 'was not found'],
  ['ECONNRESET', 'Port 4317 usually speaks gRPC'],
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

it('an address has neither credentials nor query', () => {
  expect(addressOf(URL_HTTP)).toBe('http://collector.example:4317/v1/traces');
});
