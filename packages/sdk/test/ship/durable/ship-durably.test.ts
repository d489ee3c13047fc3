import { appendFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OtlpRecorder, startOtlpRecorder } from '../../../../../test/support/otlp-recorder.js';
import { decodeTraces } from '@spanbridge/otlp';
import { shipFiles } from '../../../src/ship/ship-files.js';
import type { ShipEvent, ShipOptions, ShipResult } from '../../../src/ship/ship-options.js';
import { TRACE_ID } from '../../support/spans.js';

let directory: string;
let recorder: OtlpRecorder;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-durable-'));
  recorder = await startOtlpRecorder();
});

afterEach(async () => {
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

function line(id: number, event: string, second = 0): string {
  const timestamp = `2026-03-01T08:00:${String(second).padStart(2, '0')}Z`;
  const provisional = event.endsWith('.start') ? { provisional: true } : {};
  const meta = { timestamp, event, trace_id: TRACE_ID, span_id: String(id).padStart(16, '0'), ...provisional };
  return `${JSON.stringify({ __tracer_meta__: meta })}\n`;
}

function span(id: number): string {
  return line(id, 'job.start', id) + line(id, 'job.end', id + 1);
}

/** What arrived, in order: name, phase or cause, and id. */
function arrived(): string[] {
  return recorder.requests.flatMap(({ body }) => {
    const decoded = decodeTraces(body, 'protobuf');
    if (decoded.status !== 'decoded') throw new Error(decoded.detail);
    return decoded.spans.map(({ name, attributes, ...rest }) => {
      const phase = attributes['spanbridge.span.phase'] ?? attributes['spanbridge.end.cause'] ?? 'final';
      return `${name} ${String(phase)} ${Number(rest.spanContext().spanId)}`;
    });
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!condition()) throw new Error(`It never came to that: ${arrived().join(', ')}`);
}

interface Following {
  readonly end: () => Promise<ShipResult>;
  readonly events: ShipEvent[];
}

function follow(options: Partial<ShipOptions> = {}): Following {
  const stop = new AbortController();
  const events: ShipEvent[] = [];
  const running = shipFiles({
    inputs: [join(directory, 'a.jsonl')],
    endpoints: [recorder.url],
    follow: true,
    checkpoint: join(directory, 'state'),
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return {
    events,
    end: () => {
      stop.abort();
      return running;
    },
  };
}

describe('following a file', () => {
  it('sends spans while the file is written, and goes on in the next run where it stood', async () => {
    const path = join(directory, 'a.jsonl');
    const first = follow();
    writeFileSync(path, span(1) + line(2, 'job.start', 2));
    await until(() => arrived().length === 1);
    const { summary, outcome } = await first.end();
    expect([outcome, summary]).toEqual([
      'aborted',
      expect.objectContaining({ files: 1, records: 3, spans: 1, accepted: 1, unfinished: 0, unsent: 0 }),
    ]);
    appendFileSync(path, line(2, 'job.end', 4) + span(3));
    const second = follow();
    await until(() => arrived().length === 3);
    expect((await second.end()).summary).toMatchObject({ records: 3, spans: 2, accepted: 2, duplicates: 0 });
    expect(arrived()).toEqual(['job final 1', 'job final 2', 'job final 3']);
  });

  it('leaves a last line without its newline for later', async () => {
    const path = join(directory, 'a.jsonl');
    const whole = span(1) + line(2, 'job.start', 2);
    const last = line(2, 'job.end', 3);
    writeFileSync(path, whole + last.slice(0, 40));
    const running = follow();
    await until(() => arrived().length === 1);
    appendFileSync(path, last.slice(40));
    await until(() => arrived().length === 2);
    expect((await running.end()).summary).toMatchObject({ records: 4, rejected: 0 });
  });

  it('goes on through a rotation by rename', async () => {
    const path = join(directory, 'a.jsonl');
    writeFileSync(path, span(1) + line(2, 'job.start', 2));
    const running = follow();
    await until(() => arrived().length === 1);
    renameSync(path, `${path}.1`);
    writeFileSync(path, line(2, 'job.end', 3) + span(3));
    await until(() => arrived().length === 3);
    await running.end();
    expect(arrived().sort()).toEqual(['job final 1', 'job final 2', 'job final 3']);
  });

  it('begins at the end where that is asked for, but never jumps over what the checkpoint knows', async () => {
    const path = join(directory, 'a.jsonl');
    writeFileSync(path, span(1));
    const first = follow({ startAt: 'end' });
    await until(() => first.events.some(({ type }) => type === 'file'));
    appendFileSync(path, span(2));
    await until(() => arrived().length === 1);
    await first.end();
    appendFileSync(path, span(3));
    const second = follow({ startAt: 'end' });
    await until(() => arrived().length === 2);
    await second.end();
    expect(arrived()).toEqual(['job final 2', 'job final 3']);
  });

  it('lets a second run not have the same state', async () => {
    writeFileSync(join(directory, 'a.jsonl'), span(1));
    const first = follow();
    await until(() => arrived().length === 1);
    await expect(follow().end()).rejects.toMatchObject({ code: 'DIRECTORY_LOCKED' });
    await first.end();
  });

  it('delivers to a live backend while another is dead, and keeps for the dead one what it lacks', async () => {
    const path = join(directory, 'a.jsonl');
    writeFileSync(path, span(1));
    const dead = await startOtlpRecorder();
    await dead.close();
    const endpoints = [recorder.url, dead.url];
    const running = follow({ endpoints, drainTimeoutMs: 10 });
    for (let id = 2; id < 6; id++) {
      await until(() => arrived().length === id - 1);
      appendFileSync(path, span(id));
    }
    await until(() => arrived().length === 5);
    const { summary } = await running.end();
    expect(summary).toMatchObject({ spans: 5, accepted: 0, unsent: 5 });
    const revived = follow({ endpoints: [dead.url, recorder.url], drainTimeoutMs: 10 });
    expect((await revived.end()).summary).toMatchObject({ records: 0, spans: 5, unsent: 5 });
  });
});

describe('one pass with a checkpoint', () => {
  const once = (): Promise<ShipResult> =>
    shipFiles({
      inputs: [join(directory, 'a.jsonl')],
      endpoints: [recorder.url],
      checkpoint: join(directory, 'state'),
    });

  it('reads on where the last one stood; an end that comes late is a span beside the unfinished one', async () => {
    const path = join(directory, 'a.jsonl');
    writeFileSync(path, span(1) + line(2, 'job.start', 2));
    expect((await once()).summary).toMatchObject({ records: 3, spans: 2, unfinished: 1, accepted: 2, markers: 0 });
    appendFileSync(path, line(2, 'job.end', 9) + span(3));
    expect((await once()).summary).toMatchObject({ records: 3, spans: 1, unfinished: 0, markers: 1, accepted: 2 });
    expect((await once()).summary).toMatchObject({ records: 0, spans: 0, accepted: 0 });
    expect(arrived().map((text) => text.replace(/ \S+$/, ''))).toEqual([
      'job final',
      'job flushed',
      'job completion',
      'job final',
    ]);
  });

  it('refuses inputs that are not there before anything is sent', async () => {
    await expect(once()).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' });
  });

  it('keeps what a backend does not take, and the next run sends it', async () => {
    writeFileSync(join(directory, 'a.jsonl'), span(1) + span(2));
    const dead = await startOtlpRecorder();
    await dead.close();
    const options = { inputs: [join(directory, 'a.jsonl')], checkpoint: join(directory, 'state'), retryForMs: 0 };
    const failed = await shipFiles({ ...options, endpoints: [dead.url] });
    expect([failed.outcome, failed.summary]).toEqual([
      'unreachable',
      expect.objectContaining({ records: 4, spans: 2, unsent: 2, accepted: 0 }),
    ]);
    const again = await shipFiles({ ...options, endpoints: [recorder.url] });
    expect(again.summary).toMatchObject({ records: 0, spans: 2, accepted: 2 });
    expect(arrived()).toEqual(['job final 1', 'job final 2']);
  });
});

describe('stdin with a spool', () => {
  async function* stdin(text: string): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  }

  it('puts what cannot be delivered into the spool, and another run sends it', async () => {
    const dead = await startOtlpRecorder();
    await dead.close();
    const spool = join(directory, 'spool');
    const failed = await shipFiles({
      inputs: ['-'],
      stdin: stdin(span(1) + span(2)),
      spool,
      endpoints: [dead.url],
      retryForMs: 0,
    });
    expect([failed.outcome, failed.summary]).toEqual([
      'unreachable',
      expect.objectContaining({ spans: 2, spooled: 2, unsent: 0, accepted: 0 }),
    ]);
    const next = await shipFiles({ inputs: ['-'], stdin: stdin(span(3)), spool, endpoints: [recorder.url] });
    expect(next.summary).toMatchObject({ records: 2, spans: 3, accepted: 3, spooled: 0 });
    expect(arrived().sort()).toEqual(['job final 1', 'job final 2', 'job final 3']);
  });

  it('begins anew after a good end: the same records are sent again', async () => {
    const spool = join(directory, 'spool');
    for (let run = 0; run < 2; run++) {
      const { summary } = await shipFiles({ inputs: ['-'], stdin: stdin(span(1)), spool, endpoints: [recorder.url] });
      expect(summary).toMatchObject({ spans: 1, accepted: 1, duplicates: 0 });
    }
    expect(existsSync(join(spool, 'state'))).toBe(false);
    expect(readdirSync(spool).filter((name) => name.endsWith('.segment'))).toEqual([]);
  });
});

describe('options that contradict each other', () => {
  it.each([
    ['a dry run that follows', { inputs: ['a'], follow: true, dryRun: true }],
    ['stdin and a file that are followed', { inputs: ['a', '-'], follow: true }],
  ])('refuse %s', async (_what, options) => {
    await expect(shipFiles({ ...options, endpoints: [recorder.url] })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});
