import { hasJaegerPage, probePort } from '../src/probe-port.js';

type Pages = Record<string, () => Response>;

function answering(pages: Pages): typeof fetch {
  return (input) => {
    const page = pages[input as string];
    return page === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(page());
  };
}

const BASE = 'http://127.0.0.1:4318';
const RECEIVER: Pages = {
  [`${BASE}/`]: () => new Response('404 page not found\n', { status: 404 }),
  [`${BASE}/v1/traces`]: () => new Response('405 method not allowed, supported: [POST]', { status: 405 }),
};

describe('probePort', () => {
  it('knows this project by its page', async () => {
    expect(await probePort(BASE, answering({ [`${BASE}/`]: () => new Response('<title>Spanbridge</title>') }))).toBe(
      'spanbridge',
    );
  });

  it('knows a Collector by its receiver', async () => {
    expect(await probePort(BASE, answering(RECEIVER))).toBe('collector');
  });

  it('knows Jaeger by the page beside the receiver', async () => {
    const pages = { ...RECEIVER, 'http://127.0.0.1:16686/': () => new Response('<title>Jaeger UI</title>') };
    expect(await probePort(BASE, answering(pages))).toBe('jaeger');
    expect(await hasJaegerPage(BASE, answering(pages))).toBe(true);
  });

  it('knows another HTTP server as just that', async () => {
    expect(await probePort(BASE, answering({ [`${BASE}/`]: () => new Response('hello') }))).toBe('http');
  });

  it('knows silence', async () => {
    expect(await probePort(BASE, answering({}))).toBe('nothing');
  });

  it('reads no more of an endless answer than its beginning', async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            pulled += 1;
            controller.enqueue(new Uint8Array(16_384));
          },
        }),
      );
    expect(await probePort(BASE, answering({ [`${BASE}/`]: endless }))).toBe('http');
    expect(pulled).toBeLessThan(10);
  });
});
