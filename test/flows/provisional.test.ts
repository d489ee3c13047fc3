import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeLogs, decodeTraces, type LogRecord } from '@spanbridge/otlp';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createOracle } from '../support/oracle/oracle.js';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { until } from '../support/until.js';

const CLI = join(__dirname, '..', '..', 'packages', 'cli', 'bin', 'spanbridge.js');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT = '00000000000000a1';
const CHILD = '00000000000000b2';

/** A short minimum age, so that a test need not wait for 5 s. */
const TELLING = ['--provisional-min-age', '100ms', '--provisional-heartbeat', '300ms'];

let recorder: OtlpRecorder;
let directory: string;
let file: string;
const running: Shipper[] = [];

beforeEach(async () => {
  recorder = await startOtlpRecorder();
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-provisional-'));
  file = join(directory, 'app.jsonl');
  writeFileSync(file, '');
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

function record(spanId: string, event: string, options: { second: number; parentId?: string }): string {
  const timestamp = `2026-03-01T08:00:0${options.second}.000000Z`;
  const provisional = event.endsWith('.start') ? { provisional: true } : {};
  const parent = options.parentId === undefined ? {} : { parent_span_id: options.parentId };
  const meta = { timestamp, event, trace_id: TRACE_ID, span_id: spanId, ...provisional, ...parent };
  return `${JSON.stringify({ __tracer_meta__: meta })}\n`;
}

const STARTS =
  record(PARENT, 'job.start', { second: 0 }) + record(CHILD, 'step.start', { second: 1, parentId: PARENT });
const ENDS = record(CHILD, 'step.end', { second: 2, parentId: PARENT }) + record(PARENT, 'job.end', { second: 3 });

interface Shipper {
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<number | null>;
  readonly said: () => string;
}

function ship(...args: readonly string[]): Shipper {
  const child = spawn(process.execPath, [CLI, 'ship', ...args, '--endpoint', recorder.url, '--json', '--quiet'], {
    cwd: directory,
    env: { PATH: process.env['PATH'], XDG_STATE_HOME: directory },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const shipper = { child, ended, said: () => said };
  running.push(shipper);
  return shipper;
}

/** Requests are looked at again and again. */
const decodedBodies = new WeakMap<Buffer, readonly ReadableSpan[]>();

function spans(): readonly ReadableSpan[] {
  return recorder.requests
    .filter(({ path }) => path === '/v1/traces')
    .flatMap(({ body }) => {
      const known = decodedBodies.get(body);
      if (known !== undefined) return known;
      const decoded = decodeTraces(body, 'protobuf');
      const found = decoded.status === 'decoded' ? decoded.spans : [];
      decodedBodies.set(body, found);
      return found;
    });
}

/** Who has come, in order: the name with what it stands for. */
function arrivals(): readonly string[] {
  return spans().map(({ name, attributes }) => {
    return `${name} ${String(attributes['spanbridge.span.phase'] ?? attributes['spanbridge.end.cause'] ?? 'span')}`;
  });
}

function logRecords(): readonly LogRecord[] {
  return recorder.requests
    .filter(({ path }) => path === '/v1/logs')
    .flatMap(({ body }) => {
      const decoded = decodeLogs(body, 'protobuf');
      return decoded.status === 'decoded' ? decoded.records : [];
    });
}

function partialEvents(spanId: string): readonly unknown[] {
  return logRecords()
    .filter(({ spanContext }) => spanContext?.spanId === spanId)
    .map(({ attributes }) => attributes['partial.event']);
}

function summary({ said }: Shipper): Record<string, unknown> {
  const lines = said().trimEnd().split('\n');
  const line = lines.find((text) => text.includes('"type":"summary"')) ?? '{}';
  return JSON.parse(line) as Record<string, unknown>;
}

/** T35: no id with two contents, no end before its start, no start of 0. */
function expectSound(): void {
  const oracle = createOracle();
  for (const { path, body } of recorder.requests) {
    if (path === '/v1/traces')
      oracle.receive({ body, contentType: 'application/x-protobuf', contentEncoding: undefined });
  }
  expect(oracle.judge()).toMatchObject({ mutated: 0, invalid: 0 });
}

async function untilThere(count: number, list: () => readonly unknown[], shipper: Shipper): Promise<void> {
  await until(
    () => list().length >= count,
    () => `There are ${JSON.stringify(list())}. The shipper said: ${shipper.said()}`,
  );
}

/** A program that pipes its records in and goes on running, and a file that is followed. */
const WAYS = [
  {
    way: 'a pipe',
    open: (...args: readonly string[]) => ship('-', ...args),
    write: (shipper: Shipper, text: string) => {
      shipper.child.stdin?.write(text);
    },
    end: (shipper: Shipper) => {
      shipper.child.stdin?.end();
    },
    code: 0,
  },
  {
    way: 'a followed file',
    open: (...args: readonly string[]) => ship('-f', file, ...args),
    write: (_shipper: Shipper, text: string) => {
      appendFileSync(file, text);
    },
    end: (shipper: Shipper) => {
      shipper.child.kill('SIGTERM');
    },
    code: 143,
  },
] as const;

describe.each(WAYS)('spans in flight, read from $way', ({ open, write, end, code }) => {
  it('are shown by markers, parents first, and nothing but the spans follows', async () => {
    const shipper = open('--provisional', 'marker', ...TELLING);
    write(shipper, STARTS);
    await untilThere(2, arrivals, shipper);
    expect(arrivals()).toEqual(['job pending', 'step pending']);
    write(shipper, ENDS);
    if (code === 143) await untilThere(4, arrivals, shipper);
    end(shipper);
    expect(await shipper.ended).toBe(code);
    expect([...arrivals()].sort()).toEqual(['job pending', 'job span', 'step pending', 'step span']);
    expect(summary(shipper)).toMatchObject({ spans: 2, markers: 2, accepted: 4, unfinished: 0 });
    expectSound();
  });

  it('have no markers when they end before the minimum age', async () => {
    const shipper = open('--provisional', 'marker');
    write(shipper, STARTS + ENDS);
    if (code === 143) await untilThere(2, arrivals, shipper);
    end(shipper);
    expect(await shipper.ended).toBe(code);
    expect([...arrivals()].sort()).toEqual(['job span', 'step span']);
    expect(summary(shipper)).toMatchObject({ spans: 2, markers: 0 });
  });

  it('T12, T13: are anchored at once under their ids, and completed beside them', async () => {
    const shipper = open('--provisional', 'anchor');
    write(shipper, STARTS);
    await untilThere(2, arrivals, shipper);
    expect(arrivals()).toEqual(['job anchor', 'step anchor']);
    expect(spans().map((span) => span.spanContext().spanId)).toEqual([PARENT, CHILD]);
    write(shipper, ENDS);
    if (code === 143) await untilThere(4, arrivals, shipper);
    end(shipper);
    expect(await shipper.ended).toBe(code);
    expect([...arrivals().slice(2)].sort()).toEqual(['job completion', 'step completion']);
    expect(summary(shipper)).toMatchObject({ spans: 2, markers: 2, accepted: 4 });
    expectSound();
  });

  it('T16, T17: are told of by heartbeats and then a stop, as log records', async () => {
    const shipper = open('--provisional', 'log', ...TELLING);
    write(shipper, STARTS);
    await untilThere(2, () => partialEvents(PARENT), shipper);
    write(shipper, ENDS);
    if (code === 143) await untilThere(2, arrivals, shipper);
    end(shipper);
    expect(await shipper.ended).toBe(code);
    const events = partialEvents(PARENT);
    expect(events.at(-1)).toBe('stop');
    expect(new Set(events.slice(0, -1))).toEqual(new Set(['heartbeat']));
    expect(logRecords()[0]?.attributes).toMatchObject({ 'partial.frequency': '300ms', 'partial.body.type': 'json/v1' });
    expect([...arrivals()].sort()).toEqual(['job span', 'step span']);
    expect(summary(shipper)).toMatchObject({ spans: 2, markers: 0, accepted: 2 });
    expectSound();
  });
});

describe('spans in flight whose end never comes', () => {
  it('T14: leave an anchor and, at the end of the file, an unfinished span beside it', async () => {
    writeFileSync(file, STARTS);
    expect(await ship(file, '--provisional', 'anchor').ended).toBe(0);
    expect([...arrivals()].sort()).toEqual(['job anchor', 'job unfinished', 'step anchor', 'step unfinished']);
    expectSound();
  });

  it('T19: have their heartbeats stopped before they leave unfinished', async () => {
    const shipper = ship('-', '--provisional', 'log', ...TELLING);
    shipper.child.stdin?.write(STARTS);
    await untilThere(1, () => partialEvents(CHILD), shipper);
    shipper.child.stdin?.end();
    expect(await shipper.ended).toBe(0);
    expect(partialEvents(CHILD).at(-1)).toBe('stop');
    expect([...arrivals()].sort()).toEqual(['job flushed', 'step flushed']);
  });

  it('T28: stay open over a restart, and are marked once', async () => {
    const first = ship('-f', file, '--provisional', 'marker', ...TELLING);
    appendFileSync(file, STARTS);
    await untilThere(2, arrivals, first);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(143);
    expect(summary(first)).toMatchObject({ unfinished: 0, markers: 2 });
    const second = ship('-f', file, '--provisional', 'marker', ...TELLING);
    appendFileSync(file, ENDS);
    await untilThere(4, arrivals, second);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(143);
    expect([...arrivals()].sort()).toEqual(['job pending', 'job span', 'step pending', 'step span']);
    expectSound();
  });
});

describe('a backlog', () => {
  it('T5: of 10,000 spans that ended long ago has no markers', async () => {
    const id = (span: number): string => (span + 1).toString(16).padStart(16, '0');
    const lines = (event: string): string => {
      return Array.from({ length: 10_000 }, (_, span) => record(id(span), event, { second: 1 })).join('');
    };
    writeFileSync(file, lines('job.start') + lines('job.end'));
    const shipper = ship('-f', file, '--provisional', 'marker');
    await untilThere(10_000, spans, shipper);
    shipper.child.kill('SIGTERM');
    await shipper.ended;
    expect(summary(shipper)).toMatchObject({ spans: 10_000, markers: 0, accepted: 10_000 });
  });

  it('T38: is only shown by a dry run', async () => {
    writeFileSync(file, STARTS);
    const shipper = ship(file, '--provisional', 'anchor', '--dry-run');
    expect(await shipper.ended).toBe(0);
    expect(recorder.requests).toEqual([]);
    expect(summary(shipper)).toMatchObject({ spans: 2, markers: 2, unsent: 4, accepted: 0 });
    expect(shipper.said()).toContain('"anchor"');
  });
});
