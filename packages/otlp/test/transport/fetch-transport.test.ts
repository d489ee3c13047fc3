import { gunzipSync } from 'node:zlib';
import { createFetchTransport } from '../../src/transport/fetch-transport.js';
import { RESPONSE_BYTES_MAX } from '../../src/transport/transport-limits.js';
import { closeReceivers, startReceiver } from '../support/http-receiver.js';

const BODY = Uint8Array.of(1, 2, 3);

afterEach(closeReceivers);

it('the bytes, the type and the headers of the user arrive', async () => {
  const { url, requests } = await startReceiver((response) => response.end());
  const transport = createFetchTransport({ url, headers: { 'x-key': 'k', 'content-type': 'text/plain' } });
  expect(await transport.send(BODY)).toEqual({ status: 'success' });
  expect(requests[0]).toMatchObject({
    method: 'POST',
    headers: { 'x-key': 'k', 'content-type': 'application/x-protobuf' },
  });
  expect([...(requests[0]?.body ?? [])]).toEqual([1, 2, 3]);
});

it('compressed, the body is gzip and says so', async () => {
  const { url, requests } = await startReceiver((response) => response.end());
  await createFetchTransport({ url, compression: 'gzip' }).send(BODY);
  expect(requests[0]?.headers['content-encoding']).toBe('gzip');
  expect([...gunzipSync(requests[0]?.body ?? new Uint8Array())]).toEqual([1, 2, 3]);
});

it('a wait that the receiver names is told', async () => {
  const { url } = await startReceiver((response) => response.writeHead(503, { 'retry-after': '7' }).end());
  expect(await createFetchTransport({ url }).send(BODY)).toMatchObject({
    status: 'retryable',
    httpStatus: 503,
    retryAfterMs: 7_000,
  });
});

it('a redirect is not followed', async () => {
  const { url, requests } = await startReceiver((response) => response.writeHead(307, { location: '/other' }).end());
  expect(await createFetchTransport({ url }).send(BODY)).toMatchObject({ status: 'failure' });
  expect(requests).toHaveLength(1);
});

it('an answer over 4 MiB counts as taken, with a warning', async () => {
  const { url } = await startReceiver((response) => response.end(Buffer.alloc(RESPONSE_BYTES_MAX + 1)));
  expect(await createFetchTransport({ url }).send(BODY)).toMatchObject({
    status: 'success',
    warning: expect.stringContaining('cut off or too large') as unknown,
  });
});

it('no answer within the time, and a stop, are told apart', async () => {
  const { url } = await startReceiver(() => undefined);
  expect(await createFetchTransport({ url, timeoutMs: 20 }).send(BODY)).toEqual({
    status: 'retryable',
    detail: `No answer from ${url} within 20 ms.`,
  });
  const stop = new AbortController();
  const sending = createFetchTransport({ url }).send(BODY, stop.signal);
  stop.abort();
  expect(await sending).toEqual({ status: 'retryable', detail: `The request to ${url} was stopped.` });
});

it('requests outlive the page as long as 64 KiB of them are under way, not more', async () => {
  const kept: unknown[] = [];
  const answers: (() => void)[] = [];
  const transport = createFetchTransport({
    url: 'http://127.0.0.1/v1/traces',
    fetch: (_url, init) => {
      kept.push(init?.keepalive);
      return new Promise((resolve) => {
        answers.push(() => {
          resolve(new Response());
        });
      });
    },
  });
  const send = (sizeBytes: number) => transport.send(new Uint8Array(sizeBytes));
  const sending = [send(40_000), send(30_000), send(20_000)];
  for (const answer of answers) answer();
  await Promise.all(sending);
  const last = send(65_536);
  answers.at(-1)?.();
  await last;
  expect(kept).toEqual([true, false, true, true]);
});

it('a fetch that throws is told with what to check', async () => {
  const fails = (): never => {
    throw new TypeError('Failed to fetch');
  };
  const transport = createFetchTransport({ url: 'http://127.0.0.1/v1/traces', fetch: fails });
  expect(await transport.send(BODY)).toEqual({
    status: 'retryable',
    detail:
      'No answer from http://127.0.0.1/v1/traces: Failed to fetch. ' +
      'Check that it is up and, from a web page, that it allows the origin of the page (CORS).',
  });
});

it.each([
  [{ url: 'c' }, 'OTLP_URL_INVALID'],
  [{ url: 'http://c', headers: { 'a b': 'c' } }, 'OTLP_HEADER_INVALID'],
])('%j is refused: %s', (options, code) => {
  expect(() => createFetchTransport(options)).toThrow(expect.objectContaining({ code }) as Error);
});
