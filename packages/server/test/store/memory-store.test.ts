import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { MemoryTraceStore } from '../../src/store/memory-store.js';
import { markerOf } from '../support/sent-spans.js';
import { sketchSpan, sketchSpans, TRACE_A, TRACE_B, TRACE_C, toSpanId, toTraceId } from '../support/spans.js';

const MEBIBYTE = 1024 * 1024;

function createStore(limits: { spansMax?: number; bytesMax?: number } = {}): {
  store: MemoryTraceStore;
  warnings: string[];
} {
  const warnings: string[] = [];
  const store = new MemoryTraceStore({
    limits: { spansMax: 100, bytesMax: MEBIBYTE, ...limits },
    warn: (message) => warnings.push(message),
  });
  return { store, warnings };
}

async function listedIds(store: MemoryTraceStore, search = ''): Promise<string[]> {
  const { traces } = await store.list({ search, tracesMax: 10 });
  return traces.map(({ traceId }) => traceId);
}

async function names(store: MemoryTraceStore, traceId = TRACE_A): Promise<string[] | undefined> {
  return (await store.read(traceId))?.spans.map(({ name }) => name);
}

describe('MemoryTraceStore', () => {
  it('gives back the spans of a trace in order of arrival, with what they hold', async () => {
    const { store } = createStore();
    await store.add([sketchSpan({ spanId: toSpanId(1), name: 'first', attributes: { 'http.route': '/a', n: 1.5 } })]);
    await store.add([sketchSpan({ spanId: toSpanId(2), name: 'second', parentSpanId: toSpanId(1), isError: true })]);
    const spans = (await store.read(TRACE_A))?.spans ?? [];
    expect(spans.map(({ name }) => name)).toEqual(['first', 'second']);
    expect({ ...spans[0]?.attributes }).toEqual({ 'http.route': '/a', n: 1.5 });
    expect(spans[0]?.resource.attributes['service.name']).toBe('shop');
    expect(spans[1]?.parentSpanContext?.spanId).toBe('0000000000000001');
    expect(spans[1]?.status.code).toBe(2);
  });

  it('does not have a trace that never came', async () => {
    const { store } = createStore();
    expect(await store.read(TRACE_B)).toBeUndefined();
    expect(await store.traceRevision(TRACE_B)).toBeUndefined();
  });

  it('lists the newest arrival first, however old its spans are', async () => {
    const { store } = createStore();
    await store.add([sketchSpan({ traceId: TRACE_A, start: 2_000_000_000 })]);
    await store.add([sketchSpan({ traceId: TRACE_B, start: 1_000 })]);
    await store.add([sketchSpan({ traceId: TRACE_A, spanId: toSpanId(2) })]);
    expect(await listedIds(store)).toEqual([TRACE_B, TRACE_A]);
  });

  it('lists as many traces as asked, and says how many there are', async () => {
    const { store } = createStore();
    await store.add([1, 2, 3].map((number) => sketchSpan({ traceId: toTraceId(number) })));
    const list = await store.list({ search: '', tracesMax: 2 });
    expect(list.traces.map(({ traceId }) => traceId)).toEqual([toTraceId(3), toTraceId(2)]);
    expect(list.matchCount).toBe(3);
  });

  it('finds traces by part of the root name, a service or the id, in any case', async () => {
    const { store } = createStore();
    await store.add([sketchSpan({ traceId: TRACE_A, name: 'GET /orders', service: 'shop' })]);
    await store.add([sketchSpan({ traceId: TRACE_B, name: 'pay', service: 'Billing' })]);
    expect(await listedIds(store, 'ORDERS')).toEqual([TRACE_A]);
    expect(await listedIds(store, ' bill ')).toEqual([TRACE_B]);
    expect(await listedIds(store, '1BF765')).toEqual([TRACE_B]);
    expect(await listedIds(store, 'nothing like it')).toEqual([]);
  });

  it('a span that is sent again byte for byte is stored once', async () => {
    const { store } = createStore();
    const batch = (): ReadableSpan[] => sketchSpans(5, { attributes: { key: 'value' } });
    expect(await store.add(batch())).toEqual({ stored: 5, duplicates: 0, dropped: 0 });
    const revision = store.revision();
    expect(await store.add(batch())).toEqual({ stored: 0, duplicates: 5, dropped: 0 });
    expect(await names(store)).toHaveLength(5);
    expect(store.revision()).toBe(revision);
  });

  it('a span that comes twice in one request is stored once', async () => {
    const { store } = createStore();
    const result = await store.add([sketchSpan(), sketchSpan(), sketchSpan()]);
    expect(result).toEqual({ stored: 1, duplicates: 2, dropped: 0 });
  });

  it('different contents under one span id are kept both, and each only once', async () => {
    const { store } = createStore();
    await store.add([sketchSpan({ name: 'early guess' })]);
    await store.add([sketchSpan({ name: 'final' })]);
    await store.add([sketchSpan({ name: 'early guess' }), sketchSpan({ name: 'final' })]);
    expect(await names(store)).toEqual(['early guess', 'final']);
  });

  it('the same span of another service is another content', async () => {
    const { store } = createStore();
    await store.add([sketchSpan({ service: 'a' })]);
    expect(await store.add([sketchSpan({ service: 'b' })])).toEqual({ stored: 1, duplicates: 0, dropped: 0 });
  });

  it('the seventeenth content under one span id is dropped and told', async () => {
    const { store, warnings } = createStore();
    const spans = Array.from({ length: 18 }, (_, index) => sketchSpan({ name: `content ${index}` }));
    expect(await store.add(spans)).toEqual({ stored: 16, duplicates: 0, dropped: 2 });
    expect(warnings).toEqual([
      'MemoryTraceStore: a span id came with more than 16 different contents. Further cases of this are only counted.',
    ]);
  });

  it('the trace that arrived first leaves whole when there is one span too many', async () => {
    const { store, warnings } = createStore({ spansMax: 5 });
    await store.add(sketchSpans(2, { traceId: TRACE_A }));
    await store.add(sketchSpans(3, { traceId: TRACE_B }));
    expect(await listedIds(store)).toEqual([TRACE_B, TRACE_A]);
    await store.add(sketchSpans(1, { traceId: TRACE_C }));
    expect(await listedIds(store)).toEqual([TRACE_C, TRACE_B]);
    expect(await store.read(TRACE_A)).toBeUndefined();
    expect(store.counts()).toMatchObject({ traces: 2, spans: 4, spansStored: 6, tracesEvicted: 1, spansEvicted: 2 });
    expect(warnings).toHaveLength(1);
  });

  it('an old trace that grows lets younger ones leave before it loses its newest spans', async () => {
    const { store } = createStore({ spansMax: 4 });
    await store.add(sketchSpans(2, { traceId: TRACE_A }));
    await store.add(sketchSpans(2, { traceId: TRACE_B }));
    await store.add([sketchSpan({ traceId: TRACE_A, spanId: toSpanId(9) })]);
    expect(await listedIds(store)).toEqual([TRACE_A]);
    expect(store.counts()).toMatchObject({ spans: 3, spansDropped: 0 });
  });

  it('a trace larger than the store keeps its oldest spans and loses its newest, counted', async () => {
    const { store } = createStore({ spansMax: 3 });
    expect(await store.add(sketchSpans(5))).toEqual({ stored: 3, duplicates: 0, dropped: 2 });
    expect(await store.add([sketchSpan({ spanId: toSpanId(6) })])).toEqual({ stored: 0, duplicates: 0, dropped: 1 });
    const spans = (await store.read(TRACE_A))?.spans.map((span) => span.spanContext().spanId);
    expect(spans).toEqual([toSpanId(1), toSpanId(2), toSpanId(3)]);
    expect(store.counts().spansDropped).toBe(3);
  });

  it('a span larger than the store is dropped, and nothing else leaves for it', async () => {
    const { store } = createStore({ bytesMax: 100_000 });
    await store.add([sketchSpan({ traceId: TRACE_A })]);
    const huge = sketchSpan({ traceId: TRACE_B, attributes: { text: 'x'.repeat(200_000) } });
    expect(await store.add([huge])).toEqual({ stored: 0, duplicates: 0, dropped: 1 });
    expect(await listedIds(store)).toEqual([TRACE_A]);
  });

  it('bytes are limited too, and estimated no lower than what the spans hold', async () => {
    const { store } = createStore({ bytesMax: 100_000 });
    const text = 'x'.repeat(30_000);
    for (const number of [1, 2, 3, 4])
      await store.add([sketchSpan({ traceId: toTraceId(number), attributes: { text } })]);
    expect(await listedIds(store)).toEqual([toTraceId(4), toTraceId(3), toTraceId(2)]);
    expect(store.counts().bytes).toBeGreaterThan(90_000);
    expect(store.counts().bytes).toBeLessThanOrEqual(100_000);
  });

  it('S20 a flood of traces, names and services stays at the limits, and the account adds up', async () => {
    const { store } = createStore({ spansMax: 50 });
    for (let number = 1; number <= 2_000; number += 1) {
      const sketch = { traceId: toTraceId(number), name: `name ${number}`, service: `service ${number}` };
      await store.add([sketchSpan({ ...sketch, attributes: { [`key ${number}`]: number } })]);
    }
    const counts = store.counts();
    expect(counts).toMatchObject({ traces: 50, spans: 50, spansStored: 2_000, tracesEvicted: 1_950 });
    expect(counts.spansStored).toBe(counts.spans + counts.spansEvicted);
    expect(counts.bytes).toBeLessThan(200_000);
  });

  it('a trace that left and comes again is a new trace, and the bytes of the first are given back', async () => {
    const { store } = createStore({ spansMax: 1 });
    await store.add([sketchSpan({ traceId: TRACE_A })]);
    const { bytes } = store.counts();
    await store.add([sketchSpan({ traceId: TRACE_B })]);
    await store.add([sketchSpan({ traceId: TRACE_A })]);
    expect(await listedIds(store)).toEqual([TRACE_A]);
    expect(store.counts().bytes).toBe(bytes);
  });

  it('revisions change with what is stored, for the trace and for the store', async () => {
    const { store } = createStore();
    await store.add([sketchSpan({ traceId: TRACE_A })]);
    const before = { store: store.revision(), a: await store.traceRevision(TRACE_A) };
    await store.add([sketchSpan({ traceId: TRACE_B })]);
    expect(store.revision()).not.toBe(before.store);
    expect(await store.traceRevision(TRACE_A)).toBe(before.a);
    await store.add([sketchSpan({ traceId: TRACE_A, spanId: toSpanId(2) })]);
    expect(await store.traceRevision(TRACE_A)).not.toBe(before.a);
  });

  it('S07 an attribute key __proto__ is a key like any other', async () => {
    const { store } = createStore();
    const attributes = JSON.parse('{"__proto__":"polluted","constructor":"c"}') as Record<string, string>;
    await store.add([sketchSpan({ attributes })]);
    const span = (await store.read(TRACE_A))?.spans[0];
    expect(Object.entries(span?.attributes ?? {})).toEqual([
      ['__proto__', 'polluted'],
      ['constructor', 'c'],
    ]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('a value that nests deeper than the encoder writes is kept whole, and a resend is stored once', async () => {
    const { store } = createStore();
    const withCore = (core: string): ReadableSpan => {
      const deep = JSON.parse(`${'['.repeat(50)}"${core}"${']'.repeat(50)}`) as string[];
      return sketchSpan({ attributes: { deep } });
    };
    await store.add([withCore('a')]);
    expect(await store.add([withCore('a'), withCore('b')])).toEqual({ stored: 1, duplicates: 1, dropped: 0 });
    const spans = (await store.read(TRACE_A))?.spans ?? [];
    const cores = spans.map((span) => JSON.stringify(span.attributes['deep']).replace(/[[\]]/g, ''));
    expect(cores).toEqual(['"a"', '"b"']);
  });

  it('counts real spans beside what was sent, and takes both back with the trace', async () => {
    const { store } = createStore({ spansMax: 3 });
    const job = sketchSpan({ traceId: TRACE_A });
    await store.add([markerOf(job), job]);
    expect(store.counts()).toMatchObject({ spans: 2, realSpans: 1 });
    await store.add(sketchSpans(2, { traceId: TRACE_B }));
    expect(store.counts()).toMatchObject({ traces: 1, spans: 2, realSpans: 2, spansEvicted: 2 });
  });

  it('keeps of a span the latest heartbeat and the latest stop, in bytes and not in spans', async () => {
    const { store } = createStore();
    expect(store.changesWithTime()).toBe(false);
    const beat = (end: number, event = 'heartbeat'): ReadableSpan =>
      sketchSpan({ end, attributes: { 'partial.event': event, 'partial.frequency': '5000ms' } });
    expect(await store.keepBeats([beat(1_700_000_005), beat(1_700_000_010)])).toEqual({
      kept: 2,
      outdated: 0,
      dropped: 0,
    });
    expect(await store.keepBeats([beat(1_700_000_005), beat(1_700_000_010)])).toEqual({
      kept: 0,
      outdated: 2,
      dropped: 0,
    });
    await store.keepBeats([beat(1_700_000_012, 'stop')]);
    expect((await store.read(TRACE_A))?.spans.map(({ endTime }) => endTime[0])).toEqual([1_700_000_010, 1_700_000_012]);
    expect(store.counts()).toMatchObject({ traces: 1, spans: 0, realSpans: 1, spansStored: 0 });
    expect(await store.isRunning(TRACE_A)).toBe(true);
    expect(store.changesWithTime()).toBe(true);
    await store.add([sketchSpan()]);
    expect(await store.isRunning(TRACE_A)).toBe(false);
  });

  it('heartbeats of ever new spans push the oldest traces out, and one trace cannot outgrow the store', async () => {
    const { store, warnings } = createStore({ bytesMax: 20_000 });
    const attributes = { 'partial.event': 'heartbeat' };
    await store.keepBeats([sketchSpan({ traceId: TRACE_B, attributes })]);
    const beats = Array.from({ length: 60 }, (_, index) => sketchSpan({ spanId: toSpanId(index + 1), attributes }));
    const result = await store.keepBeats(beats);
    expect(result.kept + result.dropped).toBe(60);
    expect(result.dropped).toBeGreaterThan(0);
    expect(store.counts()).toMatchObject({ traces: 1, realSpans: result.kept });
    expect(store.counts().bytes).toBeLessThanOrEqual(20_000);
    expect(warnings).toHaveLength(2);
  });
});
