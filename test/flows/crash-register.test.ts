import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces } from '@spanbridge/otlp';
import { createOracle } from '../support/oracle/oracle.js';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { runProcess, startProcess, type ProcessCommand, type RunningProcess } from '../support/run-process.js';
import { until } from '../support/until.js';

const ROOT = join(__dirname, '..', '..');
const CHILD = join(ROOT, 'test', 'support', 'crash-register-child.mjs');
const CLI = join(ROOT, 'packages', 'cli', 'bin', 'spanbridge.js');
const TIMEOUT_MS = 60_000;
const DEAD_URL = 'http://127.0.0.1:1';

let recorder: OtlpRecorder;
let directory: string;
let path: string;

beforeAll(() => {
  if (existsSync(join(ROOT, 'packages', 'sdk', 'dist', 'esm', 'index.js'))) return;
  throw new Error('These tests run the built packages. Run `npm run build` first.');
});
beforeEach(async () => {
  recorder = await startOtlpRecorder();
  directory = mkdtempSync(join(tmpdir(), 'crash-register-'));
  path = join(directory, 'open-spans.jsonl');
});
afterEach(async () => {
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Life {
  readonly strategy?: 'hold' | 'marker' | 'anchor';
  readonly url?: string;
  readonly flags?: readonly string[];
}

function child(way: string, { strategy = 'hold', url = recorder.url, flags = [] }: Life = {}): ProcessCommand {
  return { command: process.execPath, args: [...flags, CHILD, url, path, strategy, way], cwd: ROOT };
}

/** What a process has said of its spans before it died. */
interface Victim {
  readonly pid: number;
  readonly keys: readonly string[];
}

async function dead({ pid, ended }: RunningProcess): Promise<Victim> {
  const { stdout, exitCode } = await ended;
  expect(exitCode).not.toBe(0);
  return { pid, keys: stdout.split('\n').filter((line) => line.includes('/')) };
}

async function killed(life: Life = {}): Promise<Victim> {
  const running = startProcess(child('killed', life));
  await until(
    () => recorder.requests.length > 10 && (life.strategy === undefined || isTold('open 999')),
    () => `The program is not under load: ${running.stderr()}`,
  );
  running.kill('SIGKILL');
  return dead(running);
}

/** Whether something of a span that runs has come: its marker or its anchor. */
function isTold(name: string): boolean {
  return recorder.requests.some(({ body }) => body.includes(name));
}

function spans(): readonly ReadableSpan[] {
  return recorder.requests.flatMap(({ body }) => {
    const decoded = decodeTraces(body, 'protobuf');
    return decoded.status === 'decoded' ? decoded.spans : [];
  });
}

const keyOf = (span: ReadableSpan): string => `${span.spanContext().traceId}/${span.spanContext().spanId}`;
const bytesOf = (key: string): Uint8Array => Buffer.from(key.replace('/', ''), 'hex');

/** No span of the victim is lost, and no id came with two contents, whoever sent it. */
function expectNoFault({ keys }: Victim): void {
  const oracle = createOracle({ truth: { keys: () => keys.map(bytesOf), knows: () => true } });
  for (const { body } of recorder.requests) {
    oracle.receive({ body, contentType: 'application/x-protobuf', contentEncoding: undefined });
  }
  expect(oracle.judge()).toMatchObject({ lost: 0, mutated: 0, invalid: 0, examples: [] });
}

/** All of the spans that were open, as unfinished, of the process that died. */
function expectUnfinished({ keys, pid }: Victim): void {
  const wanted = new Set(keys);
  const found = new Map(
    spans()
      .filter((span) => wanted.has(keyOf(span)))
      .map((span) => [keyOf(span), span]),
  );
  expect(found.size).toBe(keys.length);
  for (const { attributes, resource, status } of found.values()) {
    expect(attributes).toMatchObject({ 'spanbridge.end.cause': 'flushed', 'partial.gc': true });
    expect(resource.attributes).toMatchObject({ 'service.name': 'dying', 'process.pid': pid });
    expect(status.code).not.toBe(SpanStatusCode.OK);
  }
}

describe('1,000 open spans of a registered program that dies under load', () => {
  it.each(['hold', 'marker'] as const)(
    'all arrive with the next start after SIGKILL, none as OK, no id with two contents (%s)',
    async (strategy) => {
      const victim = await killed(strategy === 'hold' ? {} : { strategy });
      expect(victim.keys).toHaveLength(1_000);
      const next = await runProcess(child('next', { strategy }));
      expect({ exitCode: next.exitCode, stderr: next.stderr }).toEqual({ exitCode: 0, stderr: '' });
      expectUnfinished(victim);
      expectNoFault(victim);
      expect(readdirSync(directory)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'all arrive when the command line ships the file after SIGKILL',
    async () => {
      const victim = await killed();
      const args = [CLI, 'ship', path, '--endpoint', recorder.url, '--quiet'];
      const shipped = await runProcess({ command: process.execPath, args, cwd: directory });
      expect(shipped.exitCode).toBe(0);
      expectUnfinished(victim);
      expectNoFault(victim);
    },
    TIMEOUT_MS,
  );

  it.each([
    ['abort', []],
    ['memory', ['--max-old-space-size=32']],
  ] as const)(
    'all arrive with the next start after an end by %s',
    async (way, flags) => {
      const victim = await dead(startProcess(child(way, { flags })));
      expect(victim.keys).toHaveLength(1_000);
      await runProcess(child('next'));
      expectUnfinished(victim);
      expectNoFault(victim);
    },
    TIMEOUT_MS,
  );

  it(
    'whatever an anchor has said of them, no id has two contents',
    async () => {
      const victim = await killed({ strategy: 'anchor' });
      await runProcess(child('next', { strategy: 'anchor' }));
      expectNoFault(victim);
      const unfinished = spans().filter(({ attributes }) => attributes['spanbridge.span.phase'] === 'unfinished');
      const parents = new Set(
        unfinished.map(({ parentSpanContext: parent }) => `${parent?.traceId}/${parent?.spanId}`),
      );
      expect(victim.keys.filter((key) => !parents.has(key))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

it(
  'spans that had ended and waited when the process was killed arrive unfinished, instead of being lost',
  async () => {
    const victim = await dead(startProcess(child('queued')));
    expect([victim.keys.length, recorder.requests.length]).toEqual([300, 0]);
    await runProcess(child('next'));
    expectUnfinished(victim);
    expectNoFault(victim);
  },
  TIMEOUT_MS,
);

it(
  'a batch that leaves takes only its own ends along: spans that wait behind it arrive unfinished',
  async () => {
    const victim = await dead(startProcess(child('half')));
    expect([victim.keys.length, spans().length]).toEqual([600, 512]);
    await runProcess(child('next'));
    const [ended, unfinished] = [spans().slice(0, 512), spans().slice(512)];
    expect(ended.filter(({ attributes }) => 'spanbridge.end.cause' in attributes)).toEqual([]);
    expect(unfinished.map(({ name }) => name)).toEqual(
      Array.from({ length: 88 }, (_, index) => `queued ${512 + index}`),
    );
    expectNoFault(victim);
  },
  TIMEOUT_MS,
);

it(
  'a backend that is down at the next start delays nothing, and the start after that delivers',
  async () => {
    const victim = await dead(startProcess(child('queued')));
    const startedMs = performance.now();
    const next = await runProcess(child('next', { url: DEAD_URL }));
    expect(next.exitCode).toBe(0);
    // Starting Node and loading the packages is most of it; the deadline of a shutdown is five seconds.
    expect(performance.now() - startedMs).toBeLessThan(4_500);
    expect(readdirSync(directory)).toHaveLength(1);
    await runProcess(child('next'));
    expectUnfinished(victim);
    expectNoFault(victim);
    expect(readdirSync(directory)).toEqual([]);
  },
  TIMEOUT_MS,
);
