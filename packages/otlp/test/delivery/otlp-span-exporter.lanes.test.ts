import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { decodeTraces } from '../../src/codec/decode-traces.js';
import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import type { ExportResponse } from '../../src/transport/export-response.js';
import { SUCCESS, UNAVAILABLE } from '../support/fake-transport.js';
import { expectBalance } from '../support/ledger-balance.js';
import { createManualClock } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';
import { idOf, makeAnchor, makeFinal } from '../support/provisional-spans.js';
import { makeSpan } from '../support/spans.js';

const traceIdOf = (number: number): string => `4bf92f3577b34da6a3ce929d${number.toString(16).padStart(8, '0')}`;

const PARENT = { traceId: traceIdOf(0), spanId: idOf(0xffff), traceFlags: 1 };

function spansIn(body: Uint8Array): readonly ReadableSpan[] {
  const result = decodeTraces(body, 'protobuf');
  return result.status === 'decoded' ? result.spans : [];
}

interface SceneOptions {
  /** How long the request number `attempt` takes, and what it answers. */
  readonly answer: (attempt: number, spans: readonly ReadableSpan[]) => readonly [delayMs: number, ExportResponse];
  readonly isSpooled: boolean;
}

/** A backend that notes when two requests with spans of one trace are under way, and what it took in which order. */
function scene({ answer, isSpooled }: SceneOptions) {
  const clock = createManualClock();
  const underWay = new Map<string, number>();
  const overlaps: string[] = [];
  const taken: string[] = [];
  let attempt = 0;
  let requestsMax = 0;
  const transport = {
    close: () => undefined,
    send: async (body: Uint8Array): Promise<ExportResponse> => {
      const spans = spansIn(body);
      const traces = new Set(spans.map((span) => span.spanContext().traceId));
      for (const trace of traces) if (underWay.has(trace)) overlaps.push(trace);
      const [delayMs, response] = answer((attempt += 1), spans);
      const me = attempt;
      for (const trace of traces) underWay.set(trace, me);
      requestsMax = Math.max(requestsMax, new Set(underWay.values()).size);
      await clock.sleep(delayMs, new AbortController().signal);
      for (const trace of traces) underWay.delete(trace);
      if (response.status === 'success') taken.push(...spans.map((span) => span.name));
      return response;
    },
  };
  const exporter = new OtlpSpanExporter({
    transport,
    clock,
    lanes: 'by-trace',
    concurrency: 8,
    concurrencyMax: 8,
    batchSpansMax: 4,
    queueSpansMax: 60,
    scheduleDelayMs: 100,
    random: () => 0.5,
    warn: () => undefined,
    ...(isSpooled ? { spool: createMemoryStore() } : {}),
  });
  return { exporter, clock, overlaps, taken, requestsMax: () => requestsMax };
}

it('T13: with eight requests and a slow lane no child is sent before its anchor was taken', async () => {
  const slow = traceIdOf(3);
  const { exporter, clock, overlaps, taken, requestsMax } = scene({
    answer: (_, spans) => [spans.some((span) => span.spanContext().traceId === slow) ? 5_000 : 10, SUCCESS],
    isSpooled: false,
  });
  for (let trace = 0; trace < 8; trace++) {
    const traceId = traceIdOf(trace);
    exporter.add(makeAnchor({ traceId, realId: idOf(1), name: `${trace} anchor` }));
  }
  await clock.advance(60);
  for (let trace = 0; trace < 8; trace++) {
    exporter.add(makeFinal({ traceId: traceIdOf(trace), realId: idOf(2), parentId: idOf(1), name: `${trace} child` }));
  }
  await clock.advance(1_000);
  // The other lanes do not wait for the slow one, and its child waits for its anchor.
  expect(taken).toHaveLength(14);
  expect(taken.filter((name) => name.startsWith('3'))).toEqual([]);
  await clock.advance(20_000);
  expect(taken.filter((name) => name.startsWith('3'))).toEqual(['3 anchor', '3 child']);
  expect(overlaps).toEqual([]);
  expect(requestsMax()).toBe(8);
});

it('a span does not overtake those of its trace that are in the spool, nor those that leave it', async () => {
  const { exporter, clock, overlaps, taken } = scene({
    answer: (attempt) => (attempt === 1 ? [10, UNAVAILABLE] : [3_000, SUCCESS]),
    isSpooled: true,
  });
  const add = (names: readonly string[]): void => {
    for (const [index, name] of names.entries()) {
      exporter.add(makeSpan({ name, traceId: traceIdOf(1), spanId: idOf(Number(name) * 10 + index) }));
    }
  };
  add(['1', '2']);
  await clock.advance(200);
  expect(exporter.ledger()).toMatchObject({ spooled: 2 });
  // The first request from the spool is under way, the destination is not known to be back.
  await clock.advance(2_000);
  add(['3']);
  await clock.advance(1_800);
  // It is back, and the second request from the spool is under way.
  add(['4']);
  await clock.advance(500);
  expect(taken).toEqual(['1', '2']);
  await clock.advance(20_000);
  expect(taken).toEqual(['1', '2', '3', '4']);
  expect(overlaps).toEqual([]);
  expect(exporter.ledger()).toMatchObject({ accepted: 4, spooled: 0 });
});

it.each([false, true])(
  'spans of a trace are never in two requests at once and keep their order, through outages too (spool: %s)',
  async (isSpooled) => {
    const arbitrary = fc.record({
      steps: fc.array(fc.tuple(fc.nat(5), fc.nat(12), fc.nat(400)), { minLength: 30, maxLength: 60 }),
      delays: fc.array(fc.nat(900), { minLength: 1, maxLength: 20 }),
      outages: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
      errors: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
    });
    const run = fc.asyncProperty(arbitrary, async ({ steps, delays, outages, errors }) => {
      const isDown = (): boolean =>
        clock.now() < 60_000 && outages[Math.floor(clock.now() / 2_000) % outages.length] === true;
      const { exporter, clock, overlaps, taken } = scene({
        answer: (attempt) => [delays[attempt % delays.length] ?? 0, isDown() ? UNAVAILABLE : SUCCESS],
        isSpooled,
      });
      const given = new Map<number, string[]>();
      let id = 0;
      for (const [trace, count, waitMs] of steps) {
        // Without a spool a full queue drops, which is not what is asked here.
        for (let index = 0; index < count && (isSpooled || exporter.ledger().queued < 50); index++) {
          const name = `${trace}/${(id += 1)}`;
          const status = { code: errors[id % errors.length] === true ? 2 : 0 };
          given.set(trace, [...(given.get(trace) ?? []), name]);
          exporter.add(
            makeSpan({ name, status, parentSpanContext: PARENT, traceId: traceIdOf(trace), spanId: idOf(id) }),
          );
        }
        await clock.advance(waitMs);
        expectBalance(exporter.ledger());
      }
      await clock.advance(400_000);
      expect(overlaps).toEqual([]);
      const dropped = exporter.ledger().dropped;
      expect(exporter.ledger()).toMatchObject({ accepted: id - dropped, spooled: 0, queued: 0, inFlight: 0 });
      for (const [trace, names] of given) {
        const own = taken.filter((name) => name.startsWith(`${trace}/`));
        if (dropped === 0) expect(own).toEqual(names);
        else expect(own).toEqual(names.filter((name) => own.includes(name)));
      }
    });
    await fc.assert(run, { numRuns: 12 });
  },
  60_000,
);
