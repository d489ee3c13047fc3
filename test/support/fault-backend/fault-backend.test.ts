import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';
import { once } from 'node:events';
import {
  ExportTraceServiceResponse,
  readProto,
  Status,
  TracesData,
  writeProto,
} from '../../../packages/otlp/test/support/proto.js';
import { createOracle } from '../oracle/oracle.js';
import {
  acceptAfter,
  acceptWithBytes,
  acceptWithGarbage,
  fail,
  redirect,
  refuseAbove,
  refuseRequestWith,
  refuseSome,
  type Behaviour,
} from './behaviour.js';
import { startBlackHole } from './black-hole.js';
import { hasOpenssl, makeCertificates } from './certificates.js';
import { startFaultBackend, type FaultBackend, type FaultBackendOptions } from './fault-backend.js';

const opened: FaultBackend[] = [];
afterEach(async () => {
  for (const backend of opened.splice(0)) await backend.close();
});

async function start(behaviour?: Behaviour, options: FaultBackendOptions = {}): Promise<FaultBackend> {
  const behave = behaviour === undefined ? {} : { behave: () => behaviour };
  const backend = await startFaultBackend({ ...behave, ...options });
  opened.push(backend);
  return backend;
}

function bodyOf(...names: readonly string[]): Buffer {
  const spans = names.map((name, index) => ({
    traceId: Buffer.alloc(16, 1),
    spanId: Buffer.alloc(8, index + 1),
    name,
    startTimeUnixNano: 1,
    endTimeUnixNano: 2,
  }));
  return Buffer.from(writeProto(TracesData, { resourceSpans: [{ scopeSpans: [{ spans }] }] }));
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** The code of the error that ended the exchange. */
  readonly error: string | undefined;
}

interface PostOptions {
  readonly body?: Buffer;
  /** Ends the exchange after so many bytes of the answer. */
  readonly readBytesMax?: number;
  readonly ca?: string;
}

/** Posts with Node's client alone and says how the exchange ended. */
function post(url: string, { body = bodyOf('a'), readBytesMax = Infinity, ca }: PostOptions = {}): Promise<Reply> {
  return new Promise((resolve) => {
    const open = url.startsWith('https:') ? requestHttps : requestHttp;
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    const request = open(url, { method: 'POST', headers, ...(ca === undefined ? {} : { ca }) });
    const pieces: Buffer[] = [];
    let head: Pick<Reply, 'status' | 'headers'> = { status: undefined, headers: {} };
    const reply = (error: string | undefined): void => {
      resolve({ ...head, body: Buffer.concat(pieces), error });
    };
    request.on('error', (error: NodeJS.ErrnoException) => {
      reply(error.code);
    });
    request.on('response', (message) => {
      head = { status: message.statusCode, headers: message.headers };
      let size = 0;
      message.on('data', (piece: Buffer) => {
        pieces.push(piece);
        size += piece.length;
        if (size > readBytesMax) request.destroy();
      });
      message.on('error', (error: NodeJS.ErrnoException) => {
        reply(error.code);
      });
      message.on('end', () => {
        reply(undefined);
      });
    });
    request.end(body);
  });
}

/** Waits until something is so; gives up after five seconds, and the test then says what is not so. */
async function until(isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + 5_000;
  while (!isSo() && performance.now() < endMs) await new Promise((resolve) => setImmediate(resolve));
}

describe('a backend that answers', () => {
  it('takes everything unless told otherwise, and keeps what it saw of each request', async () => {
    const oracle = createOracle();
    const backend = await start(undefined, { oracle });
    expect(await post(backend.url)).toMatchObject({ status: 200, body: Buffer.alloc(0), error: undefined });
    expect(oracle.received).toBe(1);
    expect(backend.requests[0]).toMatchObject({
      index: 0,
      connection: 0,
      path: '/v1/traces',
      status: 200,
      spanCount: 1,
    });
    expect(backend.requests[0]?.bodyHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('with a failure says why in the encoding of the request, and stores nothing', async () => {
    const oracle = createOracle();
    const backend = await start(fail(503, { message: 'busy', headers: { 'retry-after': '30' } }), { oracle });
    const reply = await post(backend.url);
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    expect(readProto(Status, reply.body)).toMatchObject({ message: 'busy' });
    expect(oracle.received).toBe(0);
  });

  it('can turn down some spans, and stores the others', async () => {
    const oracle = createOracle();
    const backend = await start(
      refuseSome(({ span }) => span.name === 'bad', 'no'),
      { oracle },
    );
    const reply = await post(backend.url, { body: bodyOf('a', 'bad', 'b') });
    expect(readProto(ExportTraceServiceResponse, reply.body)).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: 'no' },
    });
    expect(oracle.received).toBe(2);
    expect(backend.requests[0]).toMatchObject({ spanCount: 2, turnedDownCount: 1 });
  });

  it('can refuse requests for what they hold or for their size', async () => {
    const marked = await start(refuseRequestWith(({ span }) => span.name === 'bad'));
    expect((await post(marked.url, { body: bodyOf('a', 'bad') })).status).toBe(400);
    expect((await post(marked.url, { body: bodyOf('a') })).status).toBe(200);
    const small = await start(refuseAbove(100));
    expect((await post(small.url, { body: bodyOf('a'.repeat(200)) })).status).toBe(413);
    expect((await post(small.url)).status).toBe(200);
  });

  it('can answer nonsense, too much, or with another place', async () => {
    const garbage = await post((await start(acceptWithGarbage('text/html'))).url);
    expect(garbage).toMatchObject({ status: 200, headers: { 'content-type': 'text/html' } });
    expect(() => readProto(ExportTraceServiceResponse, garbage.body)).toThrow();
    expect((await post((await start(acceptWithBytes(5_000_000))).url)).body).toHaveLength(5_000_000);
    expect((await post((await start(acceptWithBytes(5_000_000, 'gzip'))).url)).body.length).toBeLessThan(10_000);
    const moved = await post((await start(redirect('http://127.0.0.1:9/v1/traces'))).url);
    expect(moved).toMatchObject({ status: 307, headers: { location: 'http://127.0.0.1:9/v1/traces' } });
  });

  it('late has the spans before it answers', async () => {
    const oracle = createOracle();
    const backend = await start(acceptAfter(3_600_000), { oracle });
    void post(backend.url);
    await until(() => oracle.received > 0);
    expect(backend.requests[0]?.status).toBeUndefined();
  });
});

describe('a backend that breaks off', () => {
  it.each(['start', 'first-byte', 'half', 'last-byte'] as const)('resets at the %s of a request', async (at) => {
    const oracle = createOracle();
    const backend = await start({ type: 'reset-in-request', at }, { oracle });
    expect((await post(backend.url, { body: bodyOf('a'.repeat(300_000)) })).error).toMatch(/^(ECONNRESET|EPIPE)$/);
    expect(oracle.received).toBe(0);
  });

  it.each([
    ['reset-before-answer', undefined],
    ['reset-after-head', 200],
    ['cut-answer', 200],
  ] as const)('%s: the spans are stored', async (type, status) => {
    const oracle = createOracle();
    const backend = await start({ type }, { oracle });
    expect(await post(backend.url)).toMatchObject({ status, error: 'ECONNRESET' });
    expect(oracle.received).toBe(1);
  });

  it('closes without an answer', async () => {
    const backend = await start({ type: 'close' });
    expect((await post(backend.url)).error).toBe('ECONNRESET');
  });
});

describe('a backend that does not come to an end', () => {
  it.each(['none', 'gzip'] as const)('sends as long as somebody reads (%s)', async (compression) => {
    const backend = await start({ type: 'endless', status: 200, compression });
    const reply = await post(backend.url, { readBytesMax: compression === 'gzip' ? 100_000 : 10_000_000 });
    expect(reply.body.length).toBeGreaterThan(compression === 'gzip' ? 100_000 : 10_000_000);
    expect(backend.requests[0]?.sentBytes).toBeGreaterThan(compression === 'gzip' ? 100_000 : 10_000_000);
  });

  it('drips', async () => {
    const backend = await start({ type: 'drip', intervalMs: 1, bytes: 5 });
    expect((await post(backend.url)).body).toHaveLength(5);
  });

  it('hangs, with the spans or without', async () => {
    const oracle = createOracle();
    const backend = await start({ type: 'hang', stores: true }, { oracle });
    void post(backend.url);
    await until(() => oracle.received > 0);
    expect(backend.requests[0]?.status).toBeUndefined();
  });
});

it('a black hole neither accepts nor refuses', async () => {
  const hole = await startBlackHole();
  try {
    const socket = connect({ port: Number(new URL(hole.url).port), host: '127.0.0.1' });
    const waited = new Promise((resolve) => setTimeout(resolve, 200, 'nothing'));
    const end = await Promise.race([once(socket, 'connect').then(() => 'connected'), once(socket, 'error'), waited]);
    socket.destroy();
    expect(end).toBe('nothing');
  } finally {
    await hole.close();
  }
});

const tlsTest = hasOpenssl() ? it : it.skip;
describe(hasOpenssl() ? 'certificates' : 'certificates (skipped: no openssl on this machine)', () => {
  tlsTest('are right and wrong as their names say', async () => {
    const certificates = makeCertificates();
    const { ca } = certificates;
    const errors = [];
    for (const name of ['valid', 'expired', 'wrongHost', 'selfSigned'] as const) {
      const backend = await start(undefined, { tls: certificates[name] });
      errors.push((await post(backend.url, { ca })).error);
    }
    expect(errors).toEqual([
      undefined,
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ]);
  });
});
