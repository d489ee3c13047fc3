import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { readBody, RESPONSE_BYTES_MAX } from '../../src/transport/read-body.js';

function messageOf(body: Uint8Array, encoding?: string): IncomingMessage {
  const stream = new PassThrough();
  stream.end(body);
  return Object.assign(stream, { headers: { 'content-encoding': encoding } }) as unknown as IncomingMessage;
}

const BODY = Buffer.from('an answer');

it.each([
  [undefined, BODY],
  ['identity', BODY],
  ['gzip', gzipSync(BODY)],
  ['X-GZIP', gzipSync(BODY)],
  ['deflate', deflateSync(BODY)],
  ['br', brotliCompressSync(BODY)],
])('a body in the compression %p is read', async (encoding, bytes) => {
  expect(await readBody(messageOf(bytes, encoding))).toEqual(BODY);
});

it.each([
  ['an unknown compression', messageOf(BODY, 'zip')],
  ['broken gzip', messageOf(BODY, 'gzip')],
  ['gzip that is cut off', messageOf(gzipSync(BODY).subarray(0, 12), 'gzip')],
  ['one byte too many', messageOf(Buffer.alloc(RESPONSE_BYTES_MAX + 1))],
  ['one byte too many when inflated', messageOf(gzipSync(Buffer.alloc(RESPONSE_BYTES_MAX + 1)), 'gzip')],
])('a body with %s is not read, and the connection is closed', async (_name, message) => {
  expect(await readBody(message)).toBeUndefined();
  expect(message.destroyed).toBe(true);
});

it('a body of exactly the limit is read', async () => {
  expect(await readBody(messageOf(Buffer.alloc(RESPONSE_BYTES_MAX)))).toHaveLength(RESPONSE_BYTES_MAX);
});
