import fc from 'fast-check';
import { decodeLogs, decodeLogsValue } from '../../src/codec/decode-logs.js';
import type { DecodeLogsResult } from '../../src/codec/decode-result.js';
import { encodeLogs } from '../../src/codec/encode-logs.js';
import type { OtlpEncoding } from '../../src/codec/encoding.js';
import { toLogsData } from '../../src/codec/json/encode-logs.js';
import type { LogRecord } from '../../src/codec/log-record.js';
import { richLogRecord } from '../support/arbitrary-spans.js';
import { makeLogRecord, makeLogRecords } from '../support/log-records.js';
import { SPAN_ID, TRACE_ID } from '../support/spans.js';

const ENCODINGS: readonly OtlpEncoding[] = ['protobuf', 'json'];

/** Everything that a record carries over the wire, as plain data. */
function contentOf(record: LogRecord): unknown {
  const { attributes, resource, ...rest } = record;
  return { ...rest, attributes: Object.entries(attributes), resource: Object.entries(resource.attributes) };
}

function decoded(result: DecodeLogsResult): readonly LogRecord[] {
  if (result.status === 'invalid') throw new Error(result.detail);
  return result.records;
}

function detailOf(result: DecodeLogsResult): string {
  if (result.status !== 'invalid') throw new Error('The body was decoded.');
  return result.detail;
}

const nest = (levels: number, core: unknown): unknown => {
  let value = core;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { k: value };
  return value;
};

describe.each(ENCODINGS)('%s, there and back,', (encoding) => {
  it('keeps everything that a record carries', () => {
    fc.assert(
      fc.property(fc.array(richLogRecord, { maxLength: 3 }), (records) => {
        const back = decoded(decodeLogs(encodeLogs(records, encoding), encoding));
        expect(back.map(contentOf)).toEqual(records.map(contentOf));
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same bytes when encoded again', () => {
    fc.assert(
      fc.property(fc.array(richLogRecord, { maxLength: 3 }), (records) => {
        const bytes = encodeLogs(records, encoding);
        const again = encodeLogs(decoded(decodeLogs(bytes, encoding)), encoding);
        expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
      }),
      { numRuns: 100 },
    );
  });

  it('says invalid at every length at which it is cut, and never throws', () => {
    const bytes = encodeLogs(makeLogRecords(1, { values: { a: 1.5, b: ['x'] }, severityText: 'WARN' }), encoding);
    for (let length = 1; length < bytes.length; length++) {
      expect(decodeLogs(bytes.subarray(0, length), encoding).status).toBe('invalid');
    }
  });

  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['decoded', 'invalid']).toContain(decodeLogs(bytes, encoding).status);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws on valid bytes with some changed', () => {
    const bytes = encodeLogs(makeLogRecords(2, { values: { a: [1, 'x', { b: 2 }] }, eventName: 'e' }), encoding);
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(changes, (changed) => {
        const broken = bytes.slice();
        for (const [index, value] of changed) broken[index] = value;
        const result = decodeLogs(broken, encoding);
        if (result.status === 'invalid') expect(result.detail).not.toContain('This is a bug');
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses no record for its ids: without a valid trace id it belongs to no trace', () => {
    const of = (traceId: string, spanId: string): LogRecord =>
      makeLogRecord({ spanContext: { traceId, spanId, traceFlags: 1 } });
    const records = [of('', SPAN_ID), of('0'.repeat(32), SPAN_ID), of('abcd', SPAN_ID), of(TRACE_ID, '0'.repeat(16))];
    const back = decoded(decodeLogs(encodeLogs(records, encoding), encoding));
    expect(back.map((record) => record.spanContext)).toEqual([
      undefined,
      undefined,
      undefined,
      { traceId: TRACE_ID, spanId: '', traceFlags: 1 },
    ]);
  });

  it('says which members were not there', () => {
    const [back] = decoded(decodeLogs(encodeLogs([makeLogRecord()], encoding), encoding));
    expect(Object.keys(back ?? {}).sort()).toEqual([
      'attributes',
      'droppedAttributesCount',
      'hrTime',
      'hrTimeObserved',
      'instrumentationScope',
      'resource',
    ]);
    expect(Object.isFrozen(back)).toBe(true);
  });

  it('keeps bodies of 30 levels and leaves the 31st empty', () => {
    const records = [makeLogRecord({ body: nest(30, 'x') }), makeLogRecord({ body: nest(30, ['x']) })];
    const back = decoded(decodeLogs(encodeLogs(records, encoding), encoding));
    expect(back.map((record) => record.body)).toEqual([nest(30, 'x'), nest(30, null)]);
  });

  it('refuses a byte order mark and says so', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), encodeLogs([makeLogRecord()], encoding)]);
    expect(detailOf(decodeLogs(bytes, encoding))).toContain('byte order mark');
  });

  it('reads an empty request as no records', () => {
    const empty = encoding === 'json' ? '{}' : new Uint8Array(0);
    expect(decodeLogs(empty, encoding)).toEqual({ status: 'decoded', records: [] });
  });
});

describe('decodeLogsValue', () => {
  it('reads what toLogsData writes', () => {
    const records = makeLogRecords(2, { values: { a: 1 } });
    expect(decoded(decodeLogsValue(toLogsData(records))).map(contentOf)).toEqual(records.map(contentOf));
  });

  it.each([[null], [undefined], ['text'], [7], [[]]])('says invalid for %p', (value) => {
    expect(detailOf(decodeLogsValue(value))).toContain('"resourceLogs"');
  });
});

it('a text in place of protobuf is refused as text', () => {
  expect(detailOf(decodeLogs('{}', 'protobuf'))).toContain('protobuf is binary');
});
