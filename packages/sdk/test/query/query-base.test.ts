import { isSameOrigin, queryBaseCandidates } from '../../src/query/query-base.js';

it.each([
  ['http://collector:4318/v1/traces', ['http://collector:4318', 'http://collector:16686', 'http://collector:3200']],
  ['http://127.0.0.1:14318/v1/traces', ['http://127.0.0.1:14318', 'http://127.0.0.1:16686', 'http://127.0.0.1:3200']],
  ['http://[::1]:4318/v1/traces', ['http://[::1]:4318', 'http://[::1]:16686', 'http://[::1]:3200']],
  ['http://localhost:3200/v1/traces', ['http://localhost:3200', 'http://localhost:16686']],
  ['https://otlp.example.com/v1/traces?key=secret', ['https://otlp.example.com']],
  ['https://127.example.com/v1/traces', ['https://127.example.com']],
  [
    'http://victoria:10428/insert/opentelemetry/v1/traces',
    ['http://victoria:10428/select/jaeger', 'http://victoria:10428'],
  ],
])('traces of %s are looked for at %j', (tracesUrl, bases) => {
  expect(queryBaseCandidates(tracesUrl)).toEqual(bases);
});

it.each([
  ['http://a:1/x', 'http://a:1/y', true],
  ['http://a/', 'http://a:80', true],
  ['http://a:1', 'http://a:2', false],
  ['http://a:1', 'https://a:1', false],
  ['http://a:1', 'http://b:1', false],
  ['nonsense', 'nonsense', false],
])('%s and %s have one origin: %p', (a, b, isSame) => {
  expect(isSameOrigin(a, b)).toBe(isSame);
});
