import { checkOrigin, isLoopbackHost } from '../../src/http/guard.js';

describe('isLoopbackHost', () => {
  it.each(['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.8.9.10', '::1', '[::1]', '0:0:0:0:0:0:0:1'])(
    '%s means this machine',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '10.0.0.1',
    'evil.com',
    'localhost.evil.com',
    'notlocalhost',
    '127.0.0.1.nip.io',
    '',
  ])('"%s" may mean another machine', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe('checkOrigin', () => {
  const check = (headers: Record<string, string>, boundTo: 'loopback' | 'network' = 'loopback'): string =>
    checkOrigin(headers, boundTo).status;

  it.each(['localhost', 'localhost:4318', '127.0.0.1:1', '[::1]:4318', 'spans.localhost:80'])(
    'a request for the host %s is allowed',
    (host) => {
      expect(check({ host })).toBe('allowed');
    },
  );

  it.each([
    'evil.com',
    'evil.com:4318',
    'localhost.evil.com',
    '127.0.0.1@evil.com',
    'localhost:4318:1',
    '[::1',
    ' ',
    '',
  ])('S05 a request for the host "%s" is refused', (host) => {
    expect(check({ host })).toBe('refused');
  });

  it('a request without a Host header is refused', () => {
    expect(check({})).toBe('refused');
  });

  it('a server bound to the network answers under any name', () => {
    expect(check({ host: 'build-7.example.com:4318' }, 'network')).toBe('allowed');
  });

  it.each(['http://localhost:4318', 'https://localhost:4318', 'HTTP://LOCALHOST:4318'])(
    'the page itself, %s, is allowed',
    (origin) => {
      expect(check({ host: 'localhost:4318', origin })).toBe('allowed');
    },
  );

  it.each([
    'https://evil.com',
    'null',
    '',
    'http://localhost:3000',
    'http://127.0.0.1:4318',
    'file://',
    'http://localhost',
  ])('S05 the origin "%s" is refused', (origin) => {
    expect(check({ host: 'localhost:4318', origin })).toBe('refused');
  });

  it('S05 an origin is checked on the network too', () => {
    expect(check({ host: 'build-7:4318', origin: 'https://evil.com' }, 'network')).toBe('refused');
  });

  it('S06 a request of another site is refused although it names no origin', () => {
    expect(check({ host: 'localhost:4318', 'sec-fetch-site': 'cross-site' })).toBe('refused');
  });

  it.each(['same-origin', 'same-site', 'none'])('a request that the browser calls %s is allowed', (site) => {
    expect(check({ host: 'localhost:4318', 'sec-fetch-site': site })).toBe('allowed');
  });
});
