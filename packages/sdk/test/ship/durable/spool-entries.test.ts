import { decodeTraces, encodeTraces } from '@spanbridge/otlp';
import { createAnchor, createResource } from '@spanbridge/core';
import { toSpoolEntries } from '../../../src/ship/durable/spool-entries.js';
import { makeSpans, startedSpan, TRACE_ID } from '../../support/spans.js';

describe('records of the spool', () => {
  it('hold spans in their order, up to 64 KiB', () => {
    const records = toSpoolEntries(makeSpans(300, 'x'.repeat(1000)));
    expect(records.map(({ entry }) => entry.spanCount).reduce((sum, count) => sum + count)).toBe(300);
    expect(records.length).toBeGreaterThan(4);
    for (const { entry } of records) expect(entry.body.length).toBeLessThan(70_000);
    const ids = records.flatMap(({ spans }) => spans.map((span) => span.spanContext().spanId));
    expect(ids).toEqual(makeSpans(300).map((span) => span.spanContext().spanId));
  });

  it('are one valid request when they stand behind one another', () => {
    const records = toSpoolEntries(makeSpans(300, 'x'.repeat(1000)));
    const decoded = decodeTraces(Buffer.concat(records.map(({ entry }) => entry.body)), 'protobuf');
    expect(decoded.status === 'decoded' && [decoded.spans.length, decoded.rejected.length]).toEqual([300, 0]);
  });

  it('give spans back that encode to the very same bytes', () => {
    const spans = makeSpans(20, 'ö€😀');
    const [record] = toSpoolEntries(spans);
    const decoded = decodeTraces(record?.entry.body ?? new Uint8Array(), 'protobuf');
    if (decoded.status !== 'decoded') throw new Error(decoded.detail);
    expect(Buffer.from(encodeTraces(decoded.spans))).toEqual(Buffer.from(encodeTraces(spans)));
  });

  it('do not mix resources', () => {
    const [first, second, third] = makeSpans(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    const other = Object.create(second, { resource: { value: createResource({ a: 1 }) } }) as typeof second;
    expect(toSpoolEntries([first, other, third]).map(({ spans }) => spans.length)).toEqual([1, 1, 1]);
  });

  it('hold a single span that is larger', () => {
    const [record] = toSpoolEntries(makeSpans(1, 'x'.repeat(200_000)));
    expect([record?.entry.spanCount, (record?.entry.body.length ?? 0) > 200_000]).toEqual([1, true]);
  });

  it('puts only traces of one lane into a record, where there are lanes', () => {
    const spans = ['2', '3', '2', '5'].map((digit, index) => {
      return createAnchor(startedSpan({ id: index + 1, traceId: `${TRACE_ID.slice(0, -1)}${digit}` }));
    });
    const records = toSpoolEntries(spans, 2).map((record) => record.spans.map(({ name }) => name));
    expect(records).toEqual([
      ['span 1', 'span 3'],
      ['span 2', 'span 4'],
    ]);
  });
});
