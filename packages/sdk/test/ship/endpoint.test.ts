import { resolveLogsUrl, resolveTracesUrl } from '@spanbridge/sdk';
import { logsUrlBeside, tracesUrlOf } from '../../src/ship/endpoint.js';

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

describe('resolveLogsUrl', () => {
  it('gives a base the path of log records, and leaves a path as it stands', () => {
    expect(resolveLogsUrl('http://localhost:4318')).toBe('http://localhost:4318/v1/logs');
    expect(resolveLogsUrl('http://localhost:4318/insert/opentelemetry')).toBe(
      'http://localhost:4318/insert/opentelemetry',
    );
    expect(() => resolveLogsUrl('host')).toThrow('no URL that log records can be posted to');
  });
});

describe('logsUrlBeside', () => {
  it('puts log records beside traces where the path of traces is the usual one', () => {
    expect(logsUrlBeside('http://localhost:4318/v1/traces')).toBe('http://localhost:4318/v1/logs');
    expect(logsUrlBeside('https://a/otlp/v1/traces?key=1')).toBe('https://a/otlp/v1/logs?key=1');
  });

  it('says what to give where it is another, and quotes no secret of the URL', () => {
    expect(() => logsUrlBeside('https://user:secret@a/api/spans?token=secret')).toThrow('--logs-endpoint');
    expect(() => logsUrlBeside('https://user:secret@a/api/spans?token=secret')).not.toThrow('secret');
  });
});
