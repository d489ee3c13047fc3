// A backend in a process of its own that counts the spans it takes and forgets them. It is told by `--latency MS` how
// late it answers; `GET /count` says how many spans came, `POST /reset` begins anew.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const SELF = fileURLToPath(import.meta.url);

/** Counts spans without decoding them: messages of field 2 in the scope messages of the resource messages. */
function countSpans(body) {
  let count = 0;
  for (const resource of messagesOf(body, 1)) {
    for (const scope of messagesOf(resource, 2))
      for (const span of messagesOf(scope, 2)) count += span.length > 0 ? 1 : 0;
  }
  return count;
}

function* messagesOf(bytes, wanted) {
  let position = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[position++];
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < bytes.length) {
    const tag = varint();
    if ((tag & 7) !== 2) throw new Error(`wire type ${tag & 7}`);
    const length = varint();
    if (tag >> 3 === wanted) yield bytes.subarray(position, position + length);
    position += length;
  }
}

function serve(latencyMs) {
  let count = 0;
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/count') return response.end(String(count));
      if (request.url === '/reset') count = 0;
      else count += countSpans(Buffer.concat(chunks));
      const answer = () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      if (latencyMs > 0) setTimeout(answer, latencyMs);
      else answer();
    });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit());
}

/** Starts the backend; answers its URL and how to ask and end it. */
export async function startDrainServer(latencyMs = 0) {
  const child = fork(SELF, ['--latency', String(latencyMs)], { execArgv: [] });
  const port = await new Promise((resolve) => child.once('message', resolve));
  const base = `http://127.0.0.1:${port}`;
  return {
    url: `${base}/v1/traces`,
    count: async () => Number(await (await globalThis.fetch(`${base}/count`)).text()),
    reset: async () => void (await (await globalThis.fetch(`${base}/reset`, { method: 'POST' })).text()),
    close: () => child.disconnect(),
  };
}

if (process.argv[1] === SELF) serve(Number(process.argv[3]));
