import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** An address at which connections are neither accepted nor refused. */
export interface BlackHole {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens with the shortest queue and then stops its event loop, so that nothing is ever accepted. */
const LISTEN_AND_FREEZE = `
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port) + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** Connections that are tried until one is not taken into the queue any more. */
const FILLERS_MAX = 16;

/** A connection on the loopback is there within a millisecond or not at all. */
const CONNECT_WAIT_MS = 300;

/** Starts a process whose queue of connections is full. Further connects get no answer until they give up. */
export async function startBlackHole(): Promise<BlackHole> {
  const child = spawn(process.execPath, ['-e', LISTEN_AND_FREEZE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString('utf8'));
  const fillers = await fillQueue(port);
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    close: async () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function fillQueue(port: number): Promise<readonly Socket[]> {
  const fillers: Socket[] = [];
  while (fillers.length < FILLERS_MAX) {
    const filler = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    fillers.push(filler);
    const isTaken = await Promise.race([
      once(filler, 'connect').then(() => true),
      new Promise<false>((resolve) => setTimeout(resolve, CONNECT_WAIT_MS, false)),
    ]);
    if (!isTaken) return fillers;
  }
  throw new Error(`The queue took ${FILLERS_MAX} connections and is not full.`);
}

/** A URL at which nothing listens. */
export async function findClosedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/v1/traces`;
}
