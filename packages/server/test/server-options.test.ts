import { toServerSettings, type ServerOptions } from '../src/server-options.js';

function errorOf(options: ServerOptions): unknown {
  try {
    toServerSettings(options);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('toServerSettings', () => {
  it('without options means loopback, the port of OTLP, and the limits as documented', () => {
    expect(toServerSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 4318,
      token: undefined,
      spansMax: 200_000,
      bytesMax: 268_435_456,
      bodyBytesMax: 67_108_864,
      bodyBytesInFlightMax: 268_435_456,
      connectionsMax: 2_048,
      headerTimeoutMs: 10_000,
      requestTimeoutMs: 30_000,
      closeTimeoutMs: 5_000,
      listedTracesMax: 500,
      drawnSpansMax: 50_000,
    });
  });

  it('takes an IPv6 address with and without brackets', () => {
    expect(toServerSettings({ host: '[::1]' }).host).toBe('::1');
    expect(toServerSettings({ host: '::1' }).host).toBe('::1');
  });

  it.each([
    [{ port: 70_000 }, 'Port 70000 does not exist. Use 1 to 65535, or 0 for a free one.'],
    [{ port: 1.5 }, 'Port 1.5 does not exist. Use 1 to 65535, or 0 for a free one.'],
    [{ spansMax: 0 }, 'spansMax is 0. Use a whole number above 0.'],
    [{ bodyBytesMax: Number.NaN }, 'bodyBytesMax is NaN. Use a whole number above 0.'],
    [{ closeTimeoutMs: -1 }, 'closeTimeoutMs is -1. Use a whole number above 0.'],
    [{ token: '' }, 'The token is empty. Use a long random one, or none.'],
  ])('%j is refused as INVALID_OPTION', (options, message) => {
    expect(errorOf(options)).toMatchObject({ name: 'SpanbridgeError', code: 'INVALID_OPTION', message });
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'example.com', 'localhost.example.com'])(
    'S04 listening on %s needs a token',
    (host) => {
      expect(errorOf({ host })).toMatchObject({ code: 'TOKEN_REQUIRED' });
      expect(toServerSettings({ host, token: 'secret' }).host).toBe(host);
    },
  );

  it.each(['localhost', '127.0.0.1', '127.9.9.9', '::1'])('listening on %s needs none', (host) => {
    expect(toServerSettings({ host }).token).toBeUndefined();
  });
});
