import { explainStatusFault } from '../../src/transport/status-fault.js';

const explain = (httpStatus: number, address = 'http://user:pw@c:4318/v1/traces?key=1', said = '') =>
  explainStatusFault({ httpStatus, url: new URL(address), encoding: 'json', said });

it.each([
  [401, 'credentials', 'Check the headers that carry the credentials: the option `headers`'],
  [403, 'credentials', 'OTEL_EXPORTER_OTLP_HEADERS'],
  [404, 'wrong-path', 'The path was "/v1/traces". Is this the port of a receiver of OTLP/HTTP? It is usually 4318.'],
  [405, 'wrong-path', 'It is usually 4318.'],
  [407, 'proxy-credentials', 'A proxy on the way asks for credentials.'],
  [415, 'encoding', 'The receiver does not take json requests: try the other encoding, or no compression.'],
  [308, 'redirect', 'Redirects are not followed: set the final URL as the endpoint.'],
  [500, 'other', ''],
] as const)('%d is %s and says what to do', (httpStatus, kind, remedy) => {
  const fault = explain(httpStatus);
  expect(fault).toMatchObject({ kind, message: `HTTP ${httpStatus} from http://c:4318/v1/traces.` });
  expect(fault.remedy).toContain(remedy);
});

it.each([
  ['http://c:4318/otlp', 'The path was "/otlp". It usually is /v1/traces: `endpoint`'],
  ['http://c:4318/', 'The path was "/". It usually is /v1/traces:'],
  ['http://c:4318/v1/logs', 'The path was "/v1/logs". Is this the port'],
])('a wrong path is told with what `endpoint` means: %s', (address, remedy) => {
  expect(explain(404, address).remedy).toContain(remedy);
});

it('what the receiver said is quoted once, with one full stop', () => {
  expect(explain(401, 'http://c/v1/traces', 'no token.').message).toBe('HTTP 401 from http://c/v1/traces: no token.');
});
