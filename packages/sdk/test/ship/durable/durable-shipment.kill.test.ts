import { createHash } from 'node:crypto';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { deriveRoleSpanId, type ProvisionalStrategy } from '@spanbridge/core';
import { encodeTraces, type LogRecord, type SpanOutcome } from '@spanbridge/otlp';
import fc from 'fast-check';
import type { Destination } from '../../../src/ship/destinations.js';
import type { DurableSource, SourceItem } from '../../../src/ship/durable/durable-source.js';
import { DurableShipment } from '../../../src/ship/durable/durable-shipment.js';
import type { FilePosition } from '../../../src/sources/file-position.js';
import type { RunningSpanLogs } from '../../../src/ship/provisional/running-span-logs.js';
import { createStop } from '../../../src/provisional/partial-log-record.js';
import {
  Killed,
  Killer,
  openCrashingCheckpoint,
  openCrashingSpool,
  SurvivingDisk,
} from '../../support/crashing-stores.js';

/** A backend that keeps the hash of everything that it ever got under an id. */
class HashingBackend {
  readonly hashesById = new Map<string, Set<string>>();
  sent = 0;

  destination(killer: Killer, tracesUrl = 'http://127.0.0.1:1/v1/traces'): Destination {
    return {
      tracesUrl,
      sender: {
        state: 'open',
        close: () => Promise.resolve(),
        send: async (spans): Promise<readonly SpanOutcome[]> => {
          await killer.stepInBackground();
          for (const span of spans) this.take(span);
          // Killed between the arrival and the answer.
          await killer.stepInBackground();
          return spans.map(() => ({ status: 'accepted' }));
        },
      },
    };
  }

  take(span: ReadableSpan): void {
    this.sent += 1;
    const { traceId, spanId } = span.spanContext();
    const hash = createHash('sha256')
      .update(encodeTraces([span]))
      .digest('hex');
    const hashes = this.hashesById.get(traceId + spanId) ?? new Set();
    this.hashesById.set(traceId + spanId, hashes.add(hash));
  }
}

/** The collector of the otel-partial protocol: it keeps the last heartbeat of each span until its stop comes. */
class PartialCollector {
  readonly beating = new Map<string, { readonly span: ReadableSpan; readonly isOnDisk: boolean }>();

  /** What a run tells it through; nothing is stored on the way, so what a process had in memory dies with it. */
  logs(killer: Killer, disk: SurvivingDisk): RunningSpanLogs {
    const underWay = new Set<Promise<unknown>>();
    return {
      tell: (span, event) => {
        expect(event).toBe('heartbeat');
        void killer.stepInBackground().then(() => {
          const { spanId } = span.spanContext();
          const saysSo = (entry: string): boolean => entry.includes(spanId) && entry.includes('"beating"');
          this.beating.set(idOf(span), { span, isOnDisk: [...disk.entries.values()].some(saysSo) });
        });
      },
      stopOf: (span) => createStop(span, { now: [1_772_352_000, 0] }),
      deliver: (stop) => {
        const delivery = this.take(stop, killer);
        underWay.add(delivery);
        return delivery;
      },
      finish: async () => {
        await Promise.all(underWay);
      },
      counts: () => undefined,
    };
  }

  /** Log records are gathered for a while before they leave. */
  private async take({ spanContext }: LogRecord, killer: Killer): Promise<'settled'> {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    await killer.stepInBackground();
    this.beating.delete(`${spanContext?.traceId ?? ''}${spanContext?.spanId ?? ''}`);
    await killer.stepInBackground();
    return 'settled';
  }

  /** No more heartbeats come: whatever was not stopped is sent as a span, under its own id. */
  sweep(backend: HashingBackend): void {
    for (const { span } of this.beating.values()) {
      backend.take({ ...span, spanContext: () => span.spanContext(), attributes: { 'partial.gc': true } });
    }
    this.beating.clear();
  }
}

function idOf(span: ReadableSpan): string {
  const { traceId, spanId } = span.spanContext();
  return traceId + spanId;
}

/** A file in memory that is read a few lines at a time, from where the positions say. */
function linesSource(
  lines: readonly string[],
  positions: readonly FilePosition[],
  onEnd: (() => void) | undefined,
): DurableSource {
  let at = positions[0]?.line ?? 0;
  let taken = positions[0];
  async function* items(): AsyncGenerator<SourceItem> {
    while (at < lines.length) {
      const frames = lines.slice(at, at + 3).map((text, index) => {
        return { kind: 'text', text, line: at + index + 1, isTerminated: true } as const;
      });
      at += frames.length;
      const position = { line: at, offsetBytes: at } as unknown as FilePosition;
      yield { kind: 'piece', sourceId: 'file', file: 'a.jsonl', frames, position, isAtEnd: at >= lines.length };
      taken = position;
      await Promise.resolve();
    }
    if (onEnd === undefined) return;
    yield { kind: 'idle' };
    onEnd();
  }
  const positionsNow = () => (taken === undefined ? [] : [{ sourceId: 'file', position: taken }]);
  return { items, positions: positionsNow, unreadBytes: () => undefined };
}

interface RunOptions {
  readonly disk: SurvivingDisk;
  readonly backend: HashingBackend;
  readonly lines: readonly string[];
  /** At which operation the process dies; 0: never. */
  readonly killAt: number;
  readonly follow: boolean;
  readonly provisional?: ProvisionalStrategy;
  readonly collector?: PartialCollector;
}

/** One process: answers how many operations it performed, and whether it was killed. */
async function runOnce(options: RunOptions): Promise<{ readonly operations: number; readonly isKilled: boolean }> {
  const killer = new Killer(options.killAt);
  const { disk } = options;
  const stop = new AbortController();
  // Following ends by a signal alone.
  const end = options.follow
    ? (): void => {
        stop.abort();
      }
    : undefined;
  const { follow, provisional = 'hold' } = options;
  // A minimum age of 0: everything that runs when the file is read to its end is told of at once.
  const telling = { provisional, provisionalMinAgeMs: 0 };
  const shipment = new DurableShipment(
    { inputs: ['a.jsonl'], follow, batchSize: 2, concurrency: 2, signal: stop.signal, ...telling },
    {
      directories: { state: '', spool: '', isKept: true, isSpoolNamed: false },
      openSource: ({ positions }) => linesSource(options.lines, positions, end),
      checkpoint: openCrashingCheckpoint(disk, killer),
      spool: openCrashingSpool(disk, killer),
      destinations: [options.backend.destination(killer)],
      logs: options.collector?.logs(killer, disk),
      deadLetter: undefined,
      endSending: () => undefined,
    },
  );
  const running = shipment.perform().then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    },
  );
  // A process that was killed in a loop that nobody awaits waits for ever for its drain.
  const watch = new AbortController();
  await Promise.race([running, untilKilled(killer, watch.signal)]);
  watch.abort();
  return { operations: killer.operations, isKilled: killer.isKilled };
}

/** Looks every turn, and no longer than it is asked for: thousands of such loops would slow down all that follows. */
async function untilKilled(killer: Killer, signal: AbortSignal): Promise<void> {
  for (let turn = 0; turn < 100_000 && !killer.isKilled && !signal.aborted; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

function record(span: number, event: string, second: number): string {
  const timestamp = `2026-03-01T08:00:${String(second).padStart(2, '0')}.000000Z`;
  const spanId = (span + 1).toString(16).padStart(16, '0');
  const provisional = event.endsWith('.start') ? { provisional: true } : {};
  const meta = { timestamp, event, trace_id: TRACE_ID, span_id: spanId, ...provisional };
  // An end with keys of the application is one only if its start was seen.
  return JSON.stringify({ __tracer_meta__: meta, ...(event === 'step' ? { n: second } : {}) });
}

const recordLines = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('job.start', 'job.end', 'step', 'job.start')), {
    minLength: 3,
    maxLength: 24,
  })
  .map((list) => list.map(([span, event], index) => record(span, event, index)));

/** The ids of the spans that a run without any kill delivers. */
async function truth(
  lines: readonly string[],
  follow: boolean,
  provisional?: ProvisionalStrategy,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const backend = new HashingBackend();
  const strategy = provisional === undefined ? {} : { provisional };
  await runOnce({ disk: new SurvivingDisk(), backend, lines, killAt: 0, follow, ...strategy });
  return backend.hashesById;
}

function texts(hashes: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...hashes].map(([id, set]) => `${id} ${[...set].sort().join(' ')}`).sort();
}

describe('a durable run that is killed', () => {
  it('T30: at every operation in turn, a collector of heartbeats sends no span that the run sends, too', async () => {
    const lines = [
      ...[0, 1, 2].map((span) => record(span, 'job.start', span)),
      record(0, 'step', 4),
      record(0, 'job.end', 5),
      record(3, 'job.start', 6),
      record(1, 'job.end', 7),
      record(4, 'job.start', 9),
    ];
    for (const follow of [true, false]) {
      let operations = Number.POSITIVE_INFINITY;
      for (let killAt = 1; killAt <= operations; killAt++) {
        const disk = new SurvivingDisk();
        const backend = new HashingBackend();
        const collector = new PartialCollector();
        const run = { disk, backend, collector, follow, provisional: 'log' } as const;
        // The first run sees the spans run, the second their ends.
        await runOnce({ ...run, lines: lines.slice(0, 4), killAt: 0, follow: true });
        expect([...collector.beating.values()].map(({ isOnDisk }) => isOnDisk)).toEqual([true, true, true]);
        const killed = await runOnce({ ...run, lines, killAt });
        if (!killed.isKilled) operations = killed.operations;
        await runOnce({ ...run, lines, killAt: 0 });
        collector.sweep(backend);
        const doubled = [...backend.hashesById].filter(([, hashes]) => hashes.size > 1).map(([id]) => id);
        expect([killAt, doubled]).toEqual([killAt, []]);
        const ended = ['0000000000000001', '0000000000000002'].map((spanId) => TRACE_ID + spanId);
        expect(ended.filter((id) => !backend.hashesById.has(id))).toEqual([]);
      }
      expect(operations).toBeGreaterThan(15);
    }
  });

  it('at every operation in turn delivers what an undisturbed run delivers, each id with one content', async () => {
    const lines = [
      ...[0, 1, 2].map((span) => record(span, 'job.start', span)),
      record(0, 'step', 4),
      record(0, 'job.end', 5),
      record(1, 'job.end', 6),
      record(0, 'step', 7),
      record(3, 'step', 8),
      record(4, 'job.start', 9),
      record(4, 'job.end', 10),
    ];
    for (const follow of [true, false]) {
      const expected = texts(await truth(lines, follow));
      let operations = Number.POSITIVE_INFINITY;
      for (let killAt = 1; killAt <= operations; killAt++) {
        const disk = new SurvivingDisk();
        const backend = new HashingBackend();
        const killed = await runOnce({ disk, backend, lines, killAt, follow });
        if (!killed.isKilled) operations = killed.operations;
        await runOnce({ disk, backend, lines, killAt: 0, follow });
        expect([killAt, ...texts(backend.hashesById)]).toEqual([killAt, ...expected]);
      }
      expect(operations).toBeGreaterThan(20);
    }
  });

  it('again and again, while the file grows, never changes what an id holds and loses no span', async () => {
    const kills = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(recordLines, kills, async (lines, killAts) => {
        const disk = new SurvivingDisk();
        const backend = new HashingBackend();
        for (const [index, killAt] of killAts.entries()) {
          const there = lines.slice(0, Math.ceil((lines.length * (index + 1)) / killAts.length));
          await runOnce({ disk, backend, lines: there, killAt, follow: true });
        }
        await runOnce({ disk, backend, lines, killAt: 0, follow: true });
        expect(texts(backend.hashesById)).toEqual(texts(await truth(lines, true)));
      }),
      { numRuns: 300 },
    );
  });

  it('in runs that flush what is unfinished, while the file grows: no id ever has two contents', async () => {
    const kills = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(recordLines, kills, async (lines, killAts) => {
        const disk = new SurvivingDisk();
        const backend = new HashingBackend();
        for (const [index, killAt] of [...killAts, 0].entries()) {
          const there = lines.slice(0, Math.ceil((lines.length * (index + 1)) / (killAts.length + 1)));
          await runOnce({ disk, backend, lines: there, killAt, follow: false });
        }
        expect([...backend.hashesById.values()].filter((hashes) => hashes.size > 1)).toEqual([]);
        const ids = new Set(lines.map((line) => `${TRACE_ID}${/"span_id":"(\w+)"/.exec(line)?.[1] ?? ''}`));
        expect([...ids].filter((id) => !backend.hashesById.has(id))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['marker', 'anchor', 'log'] as const)(
    'T30: at every operation in turn, telling of running spans by %s, never gives an id two contents and loses no span',
    async (provisional) => {
      const lines = [
        ...[0, 1, 2].map((span) => record(span, 'job.start', span)),
        record(0, 'step', 4),
        record(0, 'job.end', 5),
        record(1, 'job.end', 6),
        record(3, 'step', 8),
        record(4, 'job.start', 9),
      ];
      for (const follow of [true, false]) {
        const expected = await truth(lines, follow, provisional);
        expect([...expected.keys()].some(isMarker)).toBe(provisional === 'marker');
        let operations = Number.POSITIVE_INFINITY;
        for (let killAt = 1; killAt <= operations; killAt++) {
          const disk = new SurvivingDisk();
          const backend = new HashingBackend();
          const killed = await runOnce({ disk, backend, lines, killAt, follow, provisional });
          if (!killed.isKilled) operations = killed.operations;
          await runOnce({ disk, backend, lines, killAt: 0, follow, provisional });
          const doubled = [...backend.hashesById].filter(([, hashes]) => hashes.size > 1).map(([id]) => id);
          // A marker may be left out by a kill; whatever else there is has to come.
          const missing = [...expected.keys()].filter((id) => !backend.hashesById.has(id) && !isMarker(id));
          expect([killAt, doubled, missing]).toEqual([killAt, [], []]);
        }
        expect(operations).toBeGreaterThan(15);
      }
    },
  );

  it('T30: again and again, with anchors, while the file grows, never changes what an id holds', async () => {
    const kills = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(recordLines, kills, async (lines, killAts) => {
        const disk = new SurvivingDisk();
        const backend = new HashingBackend();
        for (const [index, killAt] of [...killAts, 0].entries()) {
          const there = lines.slice(0, Math.ceil((lines.length * (index + 1)) / (killAts.length + 1)));
          await runOnce({ disk, backend, lines: there, killAt, follow: true, provisional: 'anchor' });
        }
        expect([...backend.hashesById.values()].filter((hashes) => hashes.size > 1)).toEqual([]);
        const ids = new Set(
          lines.flatMap((line) => {
            return line.includes('.start') ? [`${TRACE_ID}${/"span_id":"(\w+)"/.exec(line)?.[1] ?? ''}`] : [];
          }),
        );
        expect([...ids].filter((id) => !backend.hashesById.has(id))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

/** The ids of the markers of the spans that these tests have. */
const MARKER_IDS = new Set(
  Array.from({ length: 10 }, (_, span) => {
    const spanId = (span + 1).toString(16).padStart(16, '0');
    return TRACE_ID + deriveRoleSpanId(TRACE_ID, spanId, 'pending');
  }),
);

function isMarker(id: string): boolean {
  return MARKER_IDS.has(id);
}
