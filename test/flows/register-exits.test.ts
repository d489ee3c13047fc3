import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeTraces, readSpoolRecords } from '@spanbridge/otlp';
import { readEarlyEntries } from '../../packages/sdk/src/provider/early-entries.js';
import { startOtlpStub, type OtlpStub, type StubAnswer } from '../support/otlp-stub.js';
import { runProcess, startProcess, type ProcessCommand, type RunningProcess } from '../support/run-process.js';
import { until } from '../support/until.js';

const SPANS = 10_000;

const ROOT = join(__dirname, '../..');

const OK: StubAnswer = { status: 200 };

/** Never settles: the client gives up, and the connection is closed with the server. */
const NEVER = new Promise<StubAnswer>(() => undefined);

interface Place {
  readonly stub: OtlpStub;
  readonly spool: string;
}

async function at(answer: Parameters<typeof startOtlpStub>[0], work: (place: Place) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'register-exits-'));
  const stub = await startOtlpStub(answer);
  try {
    await work({ stub, spool: join(directory, 'spool') });
  } finally {
    await stub.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function program(
  way: string,
  place: { readonly url: string; readonly spool?: string; readonly spans?: number },
): ProcessCommand {
  const spool = place.spool === undefined ? [] : [place.spool];
  const args = [join(ROOT, 'test/support/register-child.mjs'), place.url, way, String(place.spans ?? SPANS), ...spool];
  return { command: process.execPath, args, cwd: ROOT };
}

function namesIn(bodies: readonly Uint8Array[]): ReadonlySet<string> {
  const spansOf = (body: Uint8Array): readonly { readonly name: string }[] => {
    const decoded = decodeTraces(body, 'protobuf');
    if (decoded.status === 'invalid') throw new Error(decoded.detail);
    return decoded.spans;
  };
  return new Set(bodies.flatMap((body) => spansOf(body).map(({ name }) => name)));
}

function received(stub: OtlpStub): number {
  return namesIn(stub.requests.map(({ body }) => body)).size;
}

async function bodiesIn(spool: string): Promise<readonly Uint8Array[]> {
  const bodies: Uint8Array[] = [];
  for await (const { body } of readSpoolRecords(spool)) bodies.push(Buffer.from(body));
  // A program that ends before its spool is open keeps its spans beside it.
  for await (const { entries } of readEarlyEntries(spool)) bodies.push(...entries.map(({ body }) => body));
  return bodies;
}

async function spooled(spool: string): Promise<number> {
  return namesIn(await bodiesIn(spool)).size;
}

/** The spans that were delivered or kept, each once. */
async function saved({ stub, spool }: Place): Promise<number> {
  return namesIn([...stub.requests.map(({ body }) => body), ...(await bodiesIn(spool))]).size;
}

function isReady(child: RunningProcess): Promise<void> {
  return until(() => child.stderr().includes('ready'), child.stderr);
}

describe('a program that ends by itself (F39)', () => {
  it('delivers every span to a backend that answers at once, and says nothing', () =>
    at(
      () => OK,
      async ({ stub }) => {
        const { exitCode, stderr } = await runProcess(program('natural', { url: stub.url }));
        expect({ exitCode, stderr, received: received(stub) }).toEqual({
          exitCode: 0,
          stderr: 'ready\n',
          received: SPANS,
        });
      },
    ));

  it('delivers every span to a slow backend', () =>
    at(
      () => new Promise((resolve) => setTimeout(resolve, 100, OK)),
      async ({ stub }) => {
        const { exitCode } = await runProcess(program('natural', { url: stub.url }));
        expect({ exitCode, received: received(stub) }).toEqual({ exitCode: 0, received: SPANS });
      },
    ));

  it('delivers what the program adds in its own last moment', () =>
    at(
      () => OK,
      async ({ stub }) => {
        await runProcess(program('natural with late spans', { url: stub.url, spans: 100 }));
        expect(received(stub)).toBe(200);
      },
    ));

  it('keeps its exit code', () =>
    at(
      () => OK,
      async ({ stub }) => {
        const { exitCode } = await runProcess(program('natural with an exit code', { url: stub.url, spans: 10 }));
        expect({ exitCode, received: received(stub) }).toEqual({ exitCode: 5, received: 10 });
      },
    ));

  it('is not held by a backend that never answers for longer than the deadline, and spools all', () =>
    at(
      () => NEVER,
      async (place) => {
        const { exitCode, stdout } = await runProcess(program('natural', { url: place.stub.url, spool: place.spool }));
        const ledger = JSON.parse(stdout) as { dropped: number; spooled: number };
        expect(exitCode).toBe(0);
        expect(ledger).toMatchObject({ dropped: 0, spooled: SPANS });
        expect(await spooled(place.spool)).toBe(SPANS);
      },
    ));

  it('counts and tells what is lost without a spool when nothing listens', async () => {
    const { exitCode, stdout, stderr } = await runProcess(program('natural', { url: 'http://127.0.0.1:1' }));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ taken: SPANS, accepted: 0, dropped: SPANS });
    expect(stderr.match(/are lost/g)).toHaveLength(1);
  });
});

describe('a program that is ended from inside (F39)', () => {
  it.each([
    ['exit', 7, ''],
    ['throw', 1, 'Error: the application broke'],
    ['rejection', 1, 'Error: the application rejected'],
  ] as const)('%s: everything is delivered or spooled, exit code and error stay', (way, expectedCode, message) =>
    at(
      () => new Promise((resolve) => setTimeout(resolve, 50, OK)),
      async (place) => {
        const { exitCode, stdout, stderr } = await runProcess(
          program(way, { url: place.stub.url, spool: place.spool }),
        );
        expect(exitCode).toBe(expectedCode);
        expect(stderr).toContain(message);
        expect(JSON.parse(stdout)).toMatchObject({ taken: SPANS, dropped: 0 });
        expect(await saved(place)).toBe(SPANS);
      },
    ),
  );

  it('ends before its spool is open: everything is kept beside it, and the next start takes it in', () =>
    at(
      () => OK,
      async (place) => {
        const first = await runProcess(program('exit at once', { url: 'http://127.0.0.1:1', spool: place.spool }));
        expect(first.exitCode).toBe(8);
        expect(JSON.parse(first.stdout)).toMatchObject({ taken: SPANS, dropped: 0, spooled: SPANS });
        await runProcess(program('natural', { url: place.stub.url, spool: place.spool, spans: 0 }));
        expect(await saved(place)).toBe(SPANS);
      },
    ));

  it('the next start delivers what was spooled', () =>
    at(
      () => OK,
      async (place) => {
        await runProcess(program('exit', { url: 'http://127.0.0.1:1', spool: place.spool }));
        expect(await spooled(place.spool)).toBe(SPANS);
        const next = await runProcess(program('exit', { url: place.stub.url, spool: place.spool, spans: 0 }));
        const ledger = JSON.parse(next.stdout) as Record<string, number>;
        expect(ledger).toMatchObject({ taken: 0, dropped: 0 });
        // A batch that was on its way into the spool when the process ended is in it twice, byte for byte.
        expect(ledger['recovered']).toBeGreaterThanOrEqual(SPANS);
        expect(await saved(place)).toBe(SPANS);
      },
    ));
});

describe('a program that gets a signal (F39, F40, F41)', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it after the last span was delivered', (signal) =>
    at(
      () => new Promise((resolve) => setTimeout(resolve, 20, OK)),
      async ({ stub }) => {
        const child = startProcess(program('signal', { url: stub.url }));
        await isReady(child);
        child.kill(signal);
        const { signal: endedBy } = await child.ended;
        expect({ endedBy, received: received(stub) }).toEqual({ endedBy: signal, received: SPANS });
      },
    ),
  );

  it('leaves the end to a handler of the program', () =>
    at(
      () => OK,
      async ({ stub }) => {
        const child = startProcess(program('signal with a handler', { url: stub.url }));
        await isReady(child);
        child.kill('SIGTERM');
        const { exitCode } = await child.ended;
        expect({ exitCode, received: received(stub) }).toEqual({ exitCode: 3, received: SPANS });
      },
    ));

  it('a backend that never answers holds it no longer than the deadline, and the spool keeps all', () =>
    at(
      () => NEVER,
      async (place) => {
        const child = startProcess(program('signal', { url: place.stub.url, spool: place.spool }));
        await isReady(child);
        child.kill('SIGTERM');
        const { signal } = await child.ended;
        expect({ signal, spooled: await spooled(place.spool) }).toEqual({ signal: 'SIGTERM', spooled: SPANS });
      },
    ));

  it('a second signal ends it at once, and the spool keeps all', () =>
    at(
      () => NEVER,
      async (place) => {
        const child = startProcess(program('signal', { url: place.stub.url, spool: place.spool }));
        await isReady(child);
        await until(
          () => existsSync(place.spool) && place.stub.requests.length > 0,
          () => 'The spool was not opened, or nothing was sent.',
        );
        child.kill('SIGTERM');
        const first = performance.now();
        // Two signals at one moment may reach a process as one.
        await until(
          () => performance.now() - first > 100,
          () => 'Time stands still.',
        );
        child.kill('SIGINT');
        const { signal } = await child.ended;
        expect({ signal, spooled: await spooled(place.spool) }).toEqual({ signal: 'SIGINT', spooled: SPANS });
        // Far below the deadline of two seconds.
        expect(performance.now() - first).toBeLessThan(1_000);
      },
    ));
});
