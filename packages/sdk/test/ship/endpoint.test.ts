import { resolveTracesUrl } from '@spanbridge/sdk';
import { tracesUrlOf } from '../../src/ship/endpoint.js';

describe('resolveTracesUrl', () => {
  it.each([
    ['http://localhost:4318', 'http://localhost:4318/v1/traces'],
    ['http://localhost:4318/', 'http://localhost:4318/v1/traces'],
    ['https://otlp.example.com', 'https://otlp.example.com/v1/traces'],
    ['http://localhost:4318/v1/traces', 'http://localhost:4318/v1/traces'],
    ['https://gateway.example.com/otlp/v1/traces?key=1', 'https://gateway.example.com/otlp/v1/traces?key=1'],
    ['http://[::1]:4318', 'http://[::1]:4318/v1/traces'],
  ])('%s posts to %s', (endpoint, url) => {
    expect(resolveTracesUrl(endpoint)).toBe(url);
  });

  it.each(['', 'localhost:4318', 'ftp://host', 'grpc://host:4317', '4318'])(
    'refuses %j and says how to write it',
    (endpoint) => {
      expect(() => resolveTracesUrl(endpoint)).toThrow('Write it like http://127.0.0.1:4318.');
    },
  );
});

describe('tracesUrlOf', () => {
  it('leaves a complete URL as it stands, also without a path', () => {
    expect(tracesUrlOf({ tracesUrl: 'http://host:4318/' })).toBe('http://host:4318/');
    expect(tracesUrlOf('http://host:4318/')).toBe('http://host:4318/v1/traces');
    expect(() => tracesUrlOf({ tracesUrl: 'host' })).toThrow('no URL');
  });
});
