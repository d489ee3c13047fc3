import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { Behaviour } from './behaviour.js';

/** What a misdeed has to work with. */
export interface MisdeedContext {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  /** Stores a whole request. */
  readonly store: (body: Buffer) => void;
  readonly countSent: (bytes: number) => void;
}

type Misdeed = Exclude<Behaviour, { readonly type: 'answer' }>;

/** Does to one request what no backend should do. */
export async function performMisdeed(misdeed: Misdeed, context: MisdeedContext): Promise<void> {
  const { incoming, response, store } = context;
  switch (misdeed.type) {
    case 'reset-in-request':
      await resetInRequest(misdeed.at, incoming);
      return;
    case 'slow-read':
      await readSlowly(misdeed.bytesPerSecond, incoming);
      return;
    case 'close':
      incoming.socket.end();
      return;
    case 'hang': {
      const body = await readAll(incoming);
      if (misdeed.stores) store(body);
      return;
    }
    case 'reset-before-answer':
      store(await readAll(incoming));
      incoming.socket.resetAndDestroy();
      return;
    case 'reset-after-head':
      store(await readAll(incoming));
      await sendHead(response);
      incoming.socket.resetAndDestroy();
      return;
    case 'cut-answer':
      store(await readAll(incoming));
      await sendHead(response);
      response.write('half');
      incoming.socket.end();
      return;
    case 'drip':
      store(await readAll(incoming));
      await drip(misdeed, context);
      return;
    case 'endless':
      await sendEndlessly(misdeed, context);
  }
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const RESET_POINTS = {
  start: () => 0,
  'first-byte': () => 1,
  // A request in chunks does not say how long it will be: its first byte has to do.
  half: (length: number) => Math.max(1, Math.floor(length / 2)),
  'last-byte': (length: number) => Math.max(1, length - 1),
};

async function resetInRequest(at: keyof typeof RESET_POINTS, incoming: IncomingMessage): Promise<void> {
  const leftBytes = RESET_POINTS[at](Number(incoming.headers['content-length'] ?? 0));
  let readBytes = 0;
  if (leftBytes > 0) {
    for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
      readBytes += (piece as Buffer).length;
      if (readBytes >= leftBytes) break;
    }
  }
  incoming.socket.resetAndDestroy();
}

/** What the kernel holds for a connection is out of reach; everything else is taken in at this speed. */
async function readSlowly(bytesPerSecond: number, incoming: IncomingMessage): Promise<void> {
  for await (const piece of incoming) {
    const waitMs = ((piece as Buffer).length / bytesPerSecond) * 1000;
    for (let waitedMs = 0; waitedMs < waitMs && !incoming.socket.destroyed; waitedMs += 50) await wait(50);
  }
}

/** Announces more than will come, and waits until the head has left. */
async function sendHead(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': '1000' });
  response.flushHeaders();
  // The kernel has it at once; on the loopback the client has it when the next turn of the loop is over.
  await wait(20);
}

async function drip({ intervalMs, bytes }: Misdeed & { type: 'drip' }, context: MisdeedContext): Promise<void> {
  const { response, countSent } = context;
  response.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': String(bytes) });
  for (let sent = 0; sent < bytes && !response.destroyed; sent++) {
    response.write(Buffer.from([0]));
    countSent(1);
    await wait(intervalMs);
  }
  response.end();
}

const ZEROS = Buffer.alloc(64 * 1024);

async function sendEndlessly(
  { status, compression }: Misdeed & { type: 'endless' },
  { incoming, response, store, countSent }: MisdeedContext,
): Promise<void> {
  const body = await readAll(incoming);
  if (status >= 200 && status < 300) store(body);
  const isGzip = compression === 'gzip';
  response.writeHead(status, {
    'content-type': 'application/x-protobuf',
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
  });
  const counter = new PassThrough();
  counter.on('data', (piece: Buffer) => {
    countSent(piece.length);
  });
  const zeros = Readable.from(endlessZeros(), { objectMode: false });
  await pipeline([zeros, ...(isGzip ? [createGzip()] : []), counter, response]);
}

function* endlessZeros(): Generator<Buffer> {
  for (;;) yield ZEROS;
}
