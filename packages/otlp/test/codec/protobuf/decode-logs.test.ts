import { decodeLogs } from '../../../src/codec/decode-logs.js';
import { encodeLogs } from '../../../src/codec/encode-logs.js';
import { REQUEST_MESSAGES_MAX } from '../../../src/codec/limits.js';
import { makeLogRecords } from '../../support/log-records.js';
import { LogsData, readProto, writeProto } from '../../support/proto.js';
import { SPAN_ID, TRACE_ID } from '../../support/spans.js';

describe('protobuf written by protobufjs', () => {
  it('is read field by field', () => {
    const body = writeProto(LogsData, {
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'py' } }] },
          schemaUrl: 'https://example.com/r',
          scopeLogs: [
            {
              scope: { name: 'lib', version: '2' },
              schemaUrl: 'https://example.com/s',
              logRecords: [
                {
                  timeUnixNano: 1_000_000_005,
                  observedTimeUnixNano: 2_000_000_006,
                  severityNumber: 17,
                  severityText: 'ERROR',
                  body: { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } },
                  attributes: [{ key: 'k', value: { intValue: 7 } }],
                  droppedAttributesCount: 4,
                  flags: 0xffff_ff01,
                  traceId: Buffer.from(TRACE_ID, 'hex'),
                  spanId: Buffer.from(SPAN_ID, 'hex'),
                  eventName: 'disk.full',
                },
              ],
            },
          ],
        },
      ],
    });
    expect(decodeLogs(body, 'protobuf')).toMatchObject({
      status: 'decoded',
      records: [
        {
          hrTime: [1, 5],
          hrTimeObserved: [2, 6],
          severityNumber: 17,
          severityText: 'ERROR',
          body: { a: true },
          attributes: { k: 7 },
          droppedAttributesCount: 4,
          spanContext: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 },
          eventName: 'disk.full',
          resource: { attributes: { 'service.name': 'py' }, schemaUrl: 'https://example.com/r' },
          instrumentationScope: { name: 'lib', version: '2', schemaUrl: 'https://example.com/s' },
        },
      ],
    });
  });

  it('is what ours is read as by it', () => {
    const [group] = readProto(LogsData, encodeLogs(makeLogRecords(2, { severityNumber: 9, eventName: 'e' })))[
      'resourceLogs'
    ] as [{ scopeLogs: [{ logRecords: unknown[] }] }];
    expect(group.scopeLogs[0].logRecords).toEqual(
      ['r0', 'r1'].map((stringValue) => ({
        timeUnixNano: '1700000000123456789',
        observedTimeUnixNano: '1700000000123456790',
        severityNumber: 9,
        body: { stringValue },
        flags: 1,
        traceId: Buffer.from(TRACE_ID, 'hex').toString('base64'),
        spanId: Buffer.from(SPAN_ID, 'hex').toString('base64'),
        eventName: 'e',
      })),
    );
  });
});

describe('hostile protobuf', () => {
  const message = (tag: number, body: Uint8Array): Uint8Array => {
    const length: number[] = [];
    for (let rest = body.length; ; rest >>>= 7) {
      length.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
      if (rest <= 0x7f) break;
    }
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const requestOf = (record: Uint8Array): Uint8Array => message(0x0a, message(0x12, message(0x12, record)));

  it('with a body that nests 10,000 levels is invalid, not a stack overflow', () => {
    let value: Uint8Array = Buffer.from([0x18, 0x01]);
    for (let level = 0; level < 10_000; level++) value = message(0x2a, message(0x0a, value));
    const result = decodeLogs(requestOf(message(0x2a, value)), 'protobuf');
    expect(result).toMatchObject({ status: 'invalid' });
    expect(result.status === 'invalid' && result.detail).toContain('nests deeper than 64 levels');
  });

  it('with more than a million empty records is invalid', () => {
    const records = Buffer.alloc((REQUEST_MESSAGES_MAX + 1) * 2);
    for (let at = 0; at < records.length; at += 2) records[at] = 0x12;
    const result = decodeLogs(message(0x0a, message(0x12, records)), 'protobuf');
    expect(result.status === 'invalid' && result.detail).toContain('more than 1000000 messages');
  });

  it.each([
    ['of a text', Buffer.from([0x1a, 0x7f])],
    ['of the body', Buffer.from([0x2a, 0x05, 0x0a])],
    ['of an id', Buffer.from([0x4a, 0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['of a time', Buffer.from([0x09, 0x00])],
  ])('with a wrong length %s is invalid', (_what, record) => {
    expect(decodeLogs(requestOf(record), 'protobuf').status).toBe('invalid');
  });

  it('with unknown fields is read without them', () => {
    const record = Buffer.from([0x22, 0x01, 0x61, 0xf8, 0x3f, 0x05, 0x2a, 0x03, 0x0a, 0x01, 0x62]);
    expect(decodeLogs(requestOf(record), 'protobuf')).toMatchObject({ status: 'decoded', records: [{ body: 'b' }] });
  });
});
