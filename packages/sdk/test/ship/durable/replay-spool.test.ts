import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { encodeTraces, inspectSpool, openSpool, readSpoolRecords } from '@spanbridge/otlp';
import { startOtlpRecorder, type OtlpRecorder } from '../../../../../test/support/otlp-recorder.js';
import { startOtlpStub } from '../../../../../test/support/otlp-stub.js';
import { spansOf } from '../../../../../test/support/recorded-spans.js';
import { destinationName } from '../../../src/ship/durable/destination-name.js';
import { replaySpool } from '../../../src/ship/durable/replay-spool.js';
import { shipFiles } from '../../../src/ship/ship-files.js';

/** Nothing listens there: privileged, and not used by anything. */
const NOWHERE = 'http://127.0.0.1:1/v1/traces';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

let directory: string;
let recorder: OtlpRecorder;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-replay-'));
  recorder = await startOtlpRecorder();
});
afterEach(async () => {
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

function spanOf(index: number): ReadableSpan {
  const span_id = (index + 1).toString(16).padStart(16, '0');
  const meta = { timestamp: '2026-03-01T08:00:00Z', event: `job ${index}`, trace_id: TRACE_ID, span_id };
  const [span] = importTracerMeta([{ __tracer_meta__: meta }]);
  if (span === undefined) throw new Error('The record gives no span.');
  return span;
}

/** Writes one record for each span; `acknowledged` says which records (from 1) a destination has. */
async function writeSpool(
  path: string,
  spanCount: number,
  acknowledged: Readonly<Record<string, readonly number[]>> = { [destinationName(NOWHERE)]: [] },
): Promise<void> {
  const spool = await openSpool({ directory: path, destinations: Object.keys(acknowledged) });
  for (let index = 0; index < spanCount; index += 1) {
    const entry = { signal: 'traces', priority: 1, spanCount: 1, body: encodeTraces([spanOf(index)]) } as const;
    await spool.append([entry]);
  }
  await spool.sync();
  for (const [name, sequences] of Object.entries(acknowledged)) await spool.destination(name).ack(sequences);
  await spool.close();
}

function received(): string[] {
  return spansOf(recorder.requests).map(({ spanId }) => spanId);
}

const ids = (...indexes: number[]): string[] => indexes.map((index) => (index + 1).toString(16).padStart(16, '0'));

describe('replaySpool', () => {
  it('sends what is pending, and nothing when it is called again', async () => {
    await writeSpool(directory, 3);
    const { summary, outcome } = await replaySpool({ directory, endpoints: [recorder.url] });
    expect(outcome).toBe('complete');
    expect(summary).toMatchObject({ files: 1, lines: 0, traces: 1, spans: 3, accepted: 3, spooled: 0, unsent: 0 });
    expect(received()).toEqual(ids(0, 1, 2));
    expect((await inspectSpool(directory)).segments).toEqual([]);
    const again = await replaySpool({ directory, endpoints: [recorder.url] });
    expect([again.outcome, again.summary.spans, received().length]).toEqual(['complete', 0, 3]);
  });

  it('goes on where an earlier replay stood, without sending anything twice', async () => {
    await writeSpool(directory, 6);
    let isDown = false;
    const stub = await startOtlpStub(() => {
      const status = isDown ? 503 : 200;
      isDown = true;
      return { status };
    });
    const options = { directory, endpoints: [stub.url], batchSize: 2, concurrency: 1, retryForMs: 50 };
    try {
      const first = await replaySpool(options);
      expect(first.outcome).toBe('unreachable');
      expect(first.lastError).toContain('503');
      expect(first.summary).toMatchObject({ spans: 6, accepted: 2, spooled: 4, unsent: 0 });
      isDown = false;
      const second = await replaySpool({ ...options, batchSize: 100 });
      expect(second.summary).toMatchObject({ spans: 4, accepted: 4, spooled: 0 });
      const taken = [stub.requests[0], stub.requests.at(-1)].map((request) => spansOfBody(request?.body));
      expect(taken).toEqual([ids(0, 1), ids(2, 3, 4, 5)]);
    } finally {
      await stub.close();
    }
  });

  it('keeps a record until every destination that the spool knows has it', async () => {
    const other = destinationName('http://other.example/v1/traces');
    await writeSpool(directory, 3, { [other]: [1] });
    expect((await replaySpool({ directory, endpoints: [recorder.url] })).summary).toMatchObject({ accepted: 3 });
    // To a new destination all that is kept is pending.
    expect(received()).toEqual(ids(0, 1, 2));
    const kept: number[] = [];
    for await (const { sequence, acknowledgedBy } of readSpoolRecords(directory)) {
      if (!acknowledgedBy.includes(other)) kept.push(sequence);
    }
    expect(kept).toEqual([2, 3]);
  });

  it('counts a span of several endpoints once, by its worst outcome', async () => {
    await writeSpool(directory, 2);
    const result = await replaySpool({ directory, endpoints: [recorder.url, NOWHERE], retryForMs: 50 });
    expect(result.outcome).toBe('unreachable');
    expect(result.summary).toMatchObject({ spans: 2, accepted: 0, spooled: 2 });
    expect(received()).toEqual(ids(0, 1));
    const later = await replaySpool({ directory, endpoints: [recorder.url] });
    expect([later.summary.spans, received().length]).toEqual([0, 2]);
  });

  it('keeps what a backend refuses in the dead letters, and counts it', async () => {
    await writeSpool(directory, 2);
    const stub = await startOtlpStub(({ body }) => ({ status: body.includes('job 1') ? 400 : 200 }));
    const deadLetter = join(directory, 'dead.jsonl');
    try {
      const { summary, reasons } = await replaySpool({ directory, endpoints: [stub.url], deadLetter });
      expect(summary).toMatchObject({ spans: 2, accepted: 1, refused: 1 });
      expect(reasons.refused).toEqual({ 'status 400': 1 });
      expect(readFileSync(deadLetter, 'utf8')).toContain('"name":"job 1"');
    } finally {
      await stub.close();
    }
  });

  it('sends what a run has left in its checkpoint, and the next run with it does not send it again', async () => {
    const file = join(directory, 'app.jsonl');
    const checkpoint = join(directory, 'state');
    const meta = { timestamp: '2026-03-01T08:00:00Z', event: 'job', trace_id: TRACE_ID, span_id: ids(0)[0] };
    writeFileSync(file, `${JSON.stringify({ __tracer_meta__: meta })}\n`);
    const run = { inputs: [file], checkpoint, retryForMs: 50 };
    expect((await shipFiles({ ...run, endpoints: [recorder.url.replace(/\d+$/, '1')] })).outcome).toBe('unreachable');
    const replayed = await replaySpool({ directory: checkpoint, endpoints: [recorder.url] });
    expect(replayed.summary).toMatchObject({ spans: 1, accepted: 1 });
    const next = await shipFiles({ ...run, endpoints: [recorder.url] });
    expect([next.outcome, next.summary.spans, received().length]).toEqual(['complete', 0, 1]);
  });

  it('does not send what no commit knows: the next run reads it again', async () => {
    const file = join(directory, 'app.jsonl');
    const checkpoint = join(directory, 'state');
    writeFileSync(file, '');
    await shipFiles({ inputs: [file], checkpoint, endpoints: [recorder.url] });
    await writeSpool(join(checkpoint, 'outbox'), 1);
    const { summary } = await replaySpool({ directory: checkpoint, endpoints: [recorder.url] });
    expect([summary.spans, received().length]).toEqual([0, 0]);
  });

  it('tells how far it is', async () => {
    await writeSpool(directory, 3);
    const told: string[] = [];
    await replaySpool({
      directory,
      endpoints: [recorder.url],
      onProgress: ({ settledSpans, pendingSpans }) => told.push(`${settledSpans}/${pendingSpans}`),
    });
    expect(told).toEqual(['1/3', '2/3', '3/3']);
  });

  it('ends soon after the signal, and what is left stays', async () => {
    await writeSpool(directory, 2);
    const stop = new AbortController();
    const stub = await startOtlpStub(() => {
      stop.abort();
      return { status: 503 };
    });
    try {
      const options = { directory, endpoints: [stub.url], signal: stop.signal, drainTimeoutMs: 0 };
      const { outcome, summary } = await replaySpool(options);
      expect([outcome, summary.spooled, summary.accepted]).toEqual(['aborted', 2, 0]);
    } finally {
      await stub.close();
    }
  });

  it('counts the spans of a damaged record as dropped and delivers the others', async () => {
    await writeSpool(directory, 3);
    const segment = join(directory, readdirSync(directory).find((name) => name.endsWith('.segment')) ?? '');
    const bytes = readFileSync(segment);
    // The middle of the body of the second record: its name.
    const at = bytes.indexOf('job 1');
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(segment, bytes);
    const { summary } = await replaySpool({ directory, endpoints: [recorder.url] });
    expect(summary).toMatchObject({ spans: 3, accepted: 2, dropped: 1, spooled: 0 });
    expect(received()).toEqual(ids(0, 2));
  });

  it('leaves a spool alone that another run has open', async () => {
    const spool = await openSpool({ directory, destinations: ['a'] });
    try {
      await expect(replaySpool({ directory, endpoints: [recorder.url] })).rejects.toMatchObject({
        code: 'DIRECTORY_LOCKED',
      });
    } finally {
      await spool.close();
    }
  });

  it('refuses a directory that is no spool before anything else is touched', async () => {
    const deadLetter = join(directory, 'dead.jsonl');
    const gone = join(directory, 'gone');
    await expect(replaySpool({ directory: gone, deadLetter })).rejects.toMatchObject({ code: 'SPOOL_NOT_FOUND' });
    expect(readdirSync(directory)).toEqual([]);
  });
});

function spansOfBody(body: Buffer | undefined): string[] {
  const request = { method: 'POST', path: '/v1/traces', headers: {}, body: body ?? Buffer.alloc(0) };
  return spansOf([request]).map(({ spanId }) => spanId);
}
