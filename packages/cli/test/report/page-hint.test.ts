import { pageHint } from '../../src/report/page-hint.js';

function answering(pages: Record<string, string>): typeof fetch {
  return (input) => {
    const body = pages[input as string];
    return body === undefined ? Promise.reject(new Error('refused')) : Promise.resolve(new Response(body));
  };
}

describe('pageHint', () => {
  it('is the page of the local backend', async () => {
    const pages = { 'http://127.0.0.1:4318/': '<title>spanbridge</title>' };
    expect(await pageHint('http://127.0.0.1:4318/v1/traces', answering(pages))).toBe('http://127.0.0.1:4318/');
  });

  it('is the page of Jaeger, where an OTLP receiver and that page answer', async () => {
    const pages = {
      'http://localhost:4318/': '404 page not found',
      'http://localhost:4318/v1/traces': '405 method not allowed, supported: [POST]',
      'http://localhost:16686/': '<title>Jaeger UI</title>',
    };
    expect(await pageHint('http://localhost:4318/v1/traces', answering(pages))).toBe(
      'http://localhost:16686/ (Jaeger)',
    );
  });

  it('asks no other machine', async () => {
    const never: typeof fetch = () => {
      throw new Error('The test did not expect a request.');
    };
    expect(await pageHint('https://otlp.example.com/v1/traces', never)).toBeUndefined();
    expect(await pageHint('https://127.0.0.1.example.com/v1/traces', never)).toBeUndefined();
  });

  it('is nothing when nobody says who he is', async () => {
    expect(await pageHint('http://[::1]:9/v1/traces', answering({}))).toBeUndefined();
  });
});
