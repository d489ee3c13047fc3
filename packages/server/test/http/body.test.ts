import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { decodeStatus, encodeTraces } from '@spanbridge/otlp';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { RunningServer } from '../../src/index.js';
import { BodyBudget } from '../../src/http/body-budget.js';
import { bodyEncodingOf, readBody } from '../../src/http/body.js';
import { closeServers, openServer, type Received, send, sendJson, sendRaw } from '../support/http.js';
import { jsonRequest, jsonSpan } from '../support/otlp.js';
import { sketchSpan } from '../support/spans.js';

const LIMIT_BYTES = 64 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP_JSON = { ...JSON_TYPE, 'content-encoding': 'gzip' };

let server: RunningServer;

afterEach(closeServers);

/** A valid request of exactly this length: JSON allows white space after the value. */
function requestOf(bytes: number): string {
  return JSON.stringify(jsonRequest(jsonSpan())).padEnd(bytes, ' ');
}

function pieces(text: string, pieceLength: number): string[] {
  return text.match(new RegExp(`[^]{1,${pieceLength}}`, 'g')) ?? [];
}

function spansStored(): number {
  return server.traces.counts().spansStored;
}

async function expectTooLarge(answer: Received): Promise<void> {
  expect(answer.status).toBe(413);
  expect(decodeStatus(answer.body, 'json')).toMatchObject({ status: 'decoded', code: 8 });
  expect(spansStored()).toBe(0);
  expect((await sendJson(server, jsonRequest(jsonSpan()))).status).toBe(200);
}

describe('bodies under the default limits', () => {
  beforeEach(async () => {
    server = await openServer();
  });

  it('C23 gzip is accepted in both encodings', async () => {
    const json = gzipSync(JSON.stringify(jsonRequest(jsonSpan())));
    expect((await send(server, { headers: GZIP_JSON, body: json })).status).toBe(200);
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
    const protobuf = gzipSync(encodeTraces([sketchSpan({ name: 'other' })], 'protobuf'));
    expect((await send(server, { headers, body: protobuf })).status).toBe(200);
    expect(spansStored()).toBe(2);
  });

  it('C25 S01 a gzip bomb of 1 GiB of zeros is answered 413, and the next request is served', async () => {
    // Gzip streams one after another inflate as one; sixteen of 64 MiB are quicker to make than one of 1 GiB.
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const bomb = Buffer.concat(Array.from({ length: 16 }, () => member));
    expect(bomb.byteLength).toBeLessThan(1_100_000);
    await expectTooLarge(await send(server, { headers: GZIP_JSON, body: bomb }));
  });

  it('C26 a truncated gzip is answered 400', async () => {
    const whole = gzipSync(JSON.stringify(jsonRequest(jsonSpan())));
    const answer = await send(server, { headers: GZIP_JSON, body: whole.subarray(0, -6) });
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toContain('gzip');
    expect(spansStored()).toBe(0);
  });

  it('C27 a plain body that is announced as gzip is answered 400', async () => {
    expect((await send(server, { headers: GZIP_JSON, body: JSON.stringify(jsonRequest(jsonSpan())) })).status).toBe(
      400,
    );
    expect(spansStored()).toBe(0);
  });

  it('C28 gzip inside gzip is answered 400, and nothing is stored', async () => {
    const twice = gzipSync(gzipSync(JSON.stringify(jsonRequest(jsonSpan()))));
    expect((await send(server, { headers: GZIP_JSON, body: twice })).status).toBe(400);
    expect(spansStored()).toBe(0);
  });

  it('C30 a body shorter than its announced length stores nothing, and the next connection is served', async () => {
    const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const body = JSON.stringify(jsonRequest(jsonSpan()));
    await sendRaw(server, `${head}Content-Length: ${body.length + 100}\r\n\r\n${body}`);
    expect(spansStored()).toBe(0);
    expect((await sendJson(server, jsonRequest(jsonSpan()))).status).toBe(200);
  });

  it('C30 a body longer than its announced length is not half stored, and the next connection is served', async () => {
    const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const body = JSON.stringify(jsonRequest(jsonSpan()));
    const answers = await sendRaw(server, `${head}Content-Length: ${body.length - 10}\r\n\r\n${body}`);
    expect(answers).toMatch(/^HTTP\/1\.1 400 /);
    expect(spansStored()).toBe(0);
    expect((await sendJson(server, jsonRequest(jsonSpan()))).status).toBe(200);
  });

  it('a sender that waits for 100-continue gets it, and its body is stored', async () => {
    const answer = await sendJson(server, jsonRequest(jsonSpan()), { expect: '100-continue' });
    expect(answer.status).toBe(200);
    expect(spansStored()).toBe(1);
  });
});

describe('bodies at small limits', () => {
  beforeEach(async () => {
    server = await openServer({ bodyBytesMax: LIMIT_BYTES, bodyBytesInFlightMax: LIMIT_BYTES });
  });

  it('C24 a body exactly at the limit is answered 200', async () => {
    expect((await send(server, { headers: JSON_TYPE, body: requestOf(LIMIT_BYTES) })).status).toBe(200);
  });

  it('C24 C34 one byte more is answered 413 with a Status', async () => {
    await expectTooLarge(await send(server, { headers: JSON_TYPE, body: requestOf(LIMIT_BYTES + 1) }));
  });

  it('C24 the limit holds after inflation: exactly 200, one byte more 413', async () => {
    const fits = gzipSync(requestOf(LIMIT_BYTES));
    const over = gzipSync(requestOf(LIMIT_BYTES + 1));
    expect((await send(server, { headers: GZIP_JSON, body: fits })).status).toBe(200);
    expect((await send(server, { headers: GZIP_JSON, body: over })).status).toBe(413);
  });

  it('C29 a chunked body without a length is accepted up to the limit', async () => {
    const body = pieces(requestOf(LIMIT_BYTES), 10_000);
    expect((await send(server, { headers: JSON_TYPE, body })).status).toBe(200);
  });

  it('C29 a chunked body over the limit is answered 413', async () => {
    const body = pieces(requestOf(LIMIT_BYTES * 3), 10_000);
    await expectTooLarge(await send(server, { headers: JSON_TYPE, body }));
  });

  it('a body over the limit as sent is answered 413 although it inflates to less', async () => {
    // Empty gzip streams one after another: many bytes that inflate to none.
    const empty = gzipSync('');
    const body = Buffer.concat(Array.from({ length: Math.ceil((LIMIT_BYTES + 1) / empty.length) }, () => empty));
    await expectTooLarge(await send(server, { headers: GZIP_JSON, body: [body] }));
  });
});

describe('bodies beyond the memory set aside', () => {
  it('C37 are answered 429 with Retry-After in seconds, and the memory is given back', async () => {
    server = await openServer({ bodyBytesMax: LIMIT_BYTES, bodyBytesInFlightMax: 10_000 });
    const answer = await send(server, { headers: JSON_TYPE, body: requestOf(20_000) });
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('1');
    expect(decodeStatus(answer.body, 'json')).toMatchObject({ code: 8 });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await send(server, { headers: JSON_TYPE, body: requestOf(9_000) })).status).toBe(200);
    }
  });
});

describe('readBody', () => {
  function fakeRequest(): PassThrough & { headers: Record<string, string> } {
    return Object.assign(new PassThrough(), { headers: {} });
  }

  function read(
    request: PassThrough,
    budget: BodyBudget,
    encoding: 'identity' | 'gzip' = 'identity',
  ): ReturnType<typeof readBody> {
    const exchange = {
      request: request as unknown as IncomingMessage,
      response: new ServerResponse(request as unknown as IncomingMessage),
    };
    return readBody(exchange, { encoding, bytesMax: 1_000, budget });
  }

  it('gives memory back when the sender goes away in the middle', async () => {
    for (const encoding of ['identity', 'gzip'] as const) {
      const request = fakeRequest();
      const budget = new BodyBudget(1_000);
      const reading = read(request, budget, encoding);
      request.write(gzipSync('half of it').subarray(0, 15));
      request.destroy();
      expect(await reading).toEqual({ status: 'aborted' });
      expect(budget.taken()).toBe(0);
    }
  });

  it('holds its memory until it is released', async () => {
    const request = fakeRequest();
    const budget = new BodyBudget(1_000);
    const reading = read(request, budget);
    request.end('0123456789');
    const body = await reading;
    if (body.status !== 'read') throw new Error(body.status);
    expect(Buffer.from(body.bytes).toString()).toBe('0123456789');
    expect(budget.taken()).toBe(10);
    body.release();
    expect(budget.taken()).toBe(0);
  });
});

describe('bodyEncodingOf', () => {
  it('knows gzip and none, in any case', () => {
    expect(bodyEncodingOf(undefined)).toBe('identity');
    expect(bodyEncodingOf(' GZip ')).toBe('gzip');
    expect(bodyEncodingOf('deflate')).toBeUndefined();
  });
});
