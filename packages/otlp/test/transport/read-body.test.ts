import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { readBody, readBodyWithin } from '../../src/transport/read-body.js';
import { RESPONSE_BYTES_MAX } from '../../src/transport/transport-limits.js';

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

describe('a body with a limit of its own', () => {
  it.each([
    ['of exactly the limit', messageOf(Buffer.alloc(10)), 'read'],
    ['with one byte too many', messageOf(Buffer.alloc(11)), 'too-large'],
    ['with one byte too many when inflated', messageOf(gzipSync(Buffer.alloc(11)), 'gzip'), 'too-large'],
    ['that is cut off', messageOf(gzipSync(BODY).subarray(0, 12), 'gzip'), 'broken'],
  ])('%s is told apart', async (_name, message, status) => {
    expect((await readBodyWithin(message, 10)).status).toBe(status);
    if (status !== 'read') expect(message.destroyed).toBe(true);
  });
});
