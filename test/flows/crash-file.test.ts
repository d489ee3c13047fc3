import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces, encodeTraces, type SpanOutcome, toTracesData } from '@spanbridge/otlp';
import { recoverCrashFiles, type RecoveryResult } from '@spanbridge/sdk';
import { type OtlpRecorder, startOtlpRecorder } from '../support/otlp-recorder.js';
import { runProcess } from '../support/run-process.js';
import { createSeededRandom } from '../support/seeded-random.js';

const root = join(__dirname, '..', '..');
const child = join(root, 'test', 'support', 'crash-child.mjs');
const cli = join(root, 'packages', 'cli', 'bin', 'spanbridge.js');

/** A process of its own for each way to die; the slow part is to start it. */
const TIMEOUT_MS = 60_000;
const ROUNDS = 20;

let directory: string;
let path: string;
let children: ChildProcess[];

beforeAll(() => {
  if (existsSync(join(root, 'packages', 'sdk', 'dist', 'esm', 'index.js'))) return;
  throw new Error('These tests run the built packages. Run `npm run build` first.');
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-crash-'));
  path = join(directory, 'open-spans.jsonl');
  children = [];
});

afterEach(() => {
  for (const process of children) process.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** What a process says first, or how it ended before. */
function start(...args: readonly string[]): { readonly child: ChildProcess; readonly said: Promise<string> } {
  const running = spawn(process.execPath, [child, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(running);
  const said = new Promise<string>((resolve) => {
    running.stdout.once('data', (text: Buffer) => {
      resolve(text.toString().trim());
    });
    running.once('exit', () => {
      resolve('exited');
    });
  });
  return { child: running, said };
}

async function kill(running: ChildProcess): Promise<void> {
  const end = new Promise((resolve) => running.once('exit', resolve));
  running.kill('SIGKILL');
  await end;
}

/** Takes everything. */
function sink(into: ReadableSpan[]): (spans: readonly ReadableSpan[]) => Promise<readonly SpanOutcome[]> {
  return (spans) => {
    into.push(...spans);
    return Promise.resolve(spans.map(() => ({ status: 'accepted' as const })));
  };
}

function recoverInto(spans: ReadableSpan[]): Promise<RecoveryResult> {
  return recoverCrashFiles({ path, deliver: sink(spans), warn: (message) => fail(message) });
}

function fail(message: string): never {
  throw new Error(message);
}

const keyOf = (span: ReadableSpan): string => `${span.spanContext().traceId}/${span.spanContext().spanId}`;
const contentOf = (span: ReadableSpan): string => JSON.stringify(toTracesData([span]));
const nanoOf = ([seconds, nanos]: readonly [number, number]): bigint =>
  BigInt(seconds) * 1_000_000_000n + BigInt(nanos);

function expectTheThousand(spans: readonly ReadableSpan[], pid: number | undefined): void {
  expect(spans).toHaveLength(1_000);
  expect(new Set(spans.map(keyOf)).size).toBe(1_000);
  expect(spans.filter(({ name }) => name === 'ended')).toEqual([]);
  expect(spans.filter(({ status }) => status.code === SpanStatusCode.OK)).toEqual([]);
  const errors = spans.filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(errors.map(({ name, status }) => [name, status.message])).toEqual(
    Array.from({ length: 100 }, () => ['child 5', 'broken']),
  );
  for (const span of spans) {
    expect(span.attributes).toMatchObject({ 'spanbridge.end.cause': 'flushed', 'partial.gc': true });
    expect(span.resource.attributes).toEqual({ 'service.name': 'crashing', 'process.pid': pid });
    expect(span.instrumentationScope).toMatchObject({ name: 'crash-child', version: '1.0.0' });
    expect(nanoOf(span.endTime) >= nanoOf(span.startTime)).toBe(true);
  }
  const keys = new Set(spans.map(keyOf));
  const children = spans.filter(({ name }) => name.startsWith('child'));
  expect(children).toHaveLength(900);
  for (const { parentSpanContext: parent } of children) {
    expect(keys.has(`${parent?.traceId ?? ''}/${parent?.spanId ?? ''}`)).toBe(true);
  }
  expect(spans.filter(({ events }) => events.length > 0).map(({ name }) => name)).toEqual(
    Array.from({ length: 100 }, () => 'child 7'),
  );
  expect(spans.find(({ events }) => events.length > 0)?.events[0]?.attributes).toMatchObject({
    'exception.message': 'bad value',
  });
}

describe('a crash file', () => {
  it(
    'gives all 1,000 open spans of a process that was killed with -9, none as OK, and nothing else',
    async () => {
      const running = start(path, 'open');
      expect(await running.said).toBe('ready');
      const whileAlive: ReadableSpan[] = [];
      expect(await recoverInto(whileAlive)).toMatchObject({ files: 0 });
      await kill(running.child);
      const spans: ReadableSpan[] = [];
      expect(await recoverInto(spans)).toEqual({
        files: 1,
        accepted: 1_000,
        refused: 0,
        unsent: 0,
        expired: 0,
        damagedLines: 0,
      });
      expect(whileAlive).toEqual([]);
      expectTheThousand(spans, running.child.pid);
      expect(readdirSync(directory)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'gives the same for a process that aborted',
    async () => {
      const running = start(path, 'abort');
      const exited = new Promise((resolve) => running.child.once('exit', resolve));
      expect(await running.said).toBe('ready');
      await exited;
      const spans: ReadableSpan[] = [];
      expect(await recoverInto(spans)).toMatchObject({ files: 1, accepted: 1_000 });
      expectTheThousand(spans, running.child.pid);
    },
    TIMEOUT_MS,
  );

  it(
    'is shipped by the command line, twice with equal bytes, and as the next start would send it',
    async () => {
      const running = start(path, 'open');
      expect(await running.said).toBe('ready');
      await kill(running.child);
      const shipped: string[][] = [];
      for (const format of ['auto', 'crash']) {
        const recorder = await startOtlpRecorder();
        try {
          const args = [cli, 'ship', path, '--endpoint', recorder.url, '--format', format, '--json', '--quiet'];
          const { exitCode, stdout } = await runProcess({ command: process.execPath, args, cwd: root });
          const summary: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
          expect(summary).toMatchObject({
            records: 1_000,
            spans: 1_000,
            unfinished: 1_000,
            accepted: 1_000,
            rejected: 0,
          });
          expect(exitCode).toBe(0);
          shipped.push(spansOf(recorder).map(contentOf).sort());
        } finally {
          await recorder.close();
        }
      }
      const spans: ReadableSpan[] = [];
      await recoverInto(spans);
      expectTheThousand(spans, running.child.pid);
      expect(shipped[0]).toEqual(spans.map(wireCopyOf).map(contentOf).sort());
      expect(shipped[1]).toEqual(shipped[0]);
    },
    2 * TIMEOUT_MS,
  );

  it(
    'is one of its own for each of two processes with one path, and the living one is left alone',
    async () => {
      const [first, second] = [start(path, 'open'), start(path, 'open')];
      expect(await Promise.all([first.said, second.said])).toEqual(['ready', 'ready']);
      expect(readdirSync(directory)).toHaveLength(2);
      await kill(first.child);
      const spans: ReadableSpan[] = [];
      await recoverInto(spans);
      expectTheThousand(spans, first.child.pid);
      expect(readdirSync(directory)).toHaveLength(1);
      await kill(second.child);
      const others: ReadableSpan[] = [];
      await recoverInto(others);
      expectTheThousand(others, second.child.pid);
      expect(readdirSync(directory)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

interface Received {
  readonly server: Server;
  readonly url: string;
  readonly contents: Map<string, string>;
  readonly changed: string[];
}

/** Keeps what was received under each id, and which id came with two contents. */
async function startStub(): Promise<Received> {
  const contents = new Map<string, string>();
  const changed: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const decoded = decodeTraces(body, 'json');
      if (decoded.status === 'decoded') for (const span of decoded.spans) take(contents, changed, span);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  return { server, url, contents, changed };
}

function take(contents: Map<string, string>, changed: string[], span: ReadableSpan): void {
  const known = contents.get(keyOf(span));
  if (known !== undefined && known !== contentOf(span)) changed.push(keyOf(span));
  contents.set(keyOf(span), contentOf(span));
}

/** What the process wrote down of itself. */
function readTruth(text: string): { readonly started: readonly string[]; readonly inFlight: ReadonlySet<string> } {
  const lines = text.split('\n').slice(0, -1);
  const sent = new Set(lines.filter((line) => line.startsWith('sent ')).map((line) => line.slice(5)));
  const sending = lines.filter((line) => line.startsWith('sending ')).map((line) => line.split(' ').slice(1));
  return {
    started: lines.filter((line) => line.startsWith('started ')).map((line) => line.slice(8)),
    inFlight: new Set(sending.filter(([number = '']) => !sent.has(number)).flatMap((parts) => parts.slice(1))),
  };
}

describe('a process that is killed while it starts, ends and sends spans', () => {
  it(
    `loses no span and sends none with two contents, killed at ${ROUNDS} moments`,
    async () => {
      const random = createSeededRandom(20_261_124);
      const stub = await startStub();
      try {
        for (let round = 0; round < ROUNDS; round += 1) {
          const truthFile = join(directory, `truth-${round}`);
          writeFileSync(truthFile, '');
          const running = start(path, 'load', stub.url, truthFile);
          await begun(truthFile);
          await delay(random() * 300);
          await kill(running.child);
          const { started, inFlight } = readTruth(readFileSync(truthFile, 'latin1'));
          rmSync(truthFile);
          const recovered: ReadableSpan[] = [];
          await recoverInto(recovered);
          for (const span of recovered) take(stub.contents, stub.changed, span);
          expect(recovered.filter(({ status }) => status.code === SpanStatusCode.OK)).toEqual([]);
          expect(started.filter((key) => !stub.contents.has(key) && !inFlight.has(key))).toEqual([]);
          expect(stub.changed).toEqual([]);
          expect(readdirSync(directory)).toEqual([]);
        }
      } finally {
        stub.server.closeAllConnections();
        stub.server.close();
      }
    },
    4 * TIMEOUT_MS,
  );
});

/** A process is begun once it has sent something. */
async function begun(truthFile: string): Promise<void> {
  for (let tries = 0; tries < 3_000 && !readFileSync(truthFile, 'latin1').includes('sent '); tries += 1)
    await delay(10);
}

function spansOf(recorder: OtlpRecorder): readonly ReadableSpan[] {
  return recorder.requests.flatMap(({ body }) => decodedFrom(body));
}

/** The span as it is after it went over the wire. */
function wireCopyOf(span: ReadableSpan): ReadableSpan {
  const [copy] = decodedFrom(encodeTraces([span], 'protobuf'));
  return copy ?? fail('It did not survive the codec.');
}

function decodedFrom(body: Uint8Array): readonly ReadableSpan[] {
  const result = decodeTraces(body, 'protobuf');
  return result.status === 'decoded' ? result.spans : [];
}
