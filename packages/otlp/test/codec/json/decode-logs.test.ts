import { decodeLogs, decodeLogsValue } from '../../../src/codec/decode-logs.js';
import type { LogRecord } from '../../../src/codec/log-record.js';

function requestWith(record: Record<string, unknown>): Record<string, unknown> {
  return { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
}

function recordOf(record: Record<string, unknown>): LogRecord {
  const result = decodeLogsValue(requestWith(record));
  const [first] = result.status === 'decoded' ? result.records : [];
  if (first === undefined) throw new Error(JSON.stringify(result));
  return first;
}

function detailOf(record: Record<string, unknown>): string {
  const result = decodeLogsValue(requestWith(record));
  return result.status === 'invalid' ? result.detail : 'decoded';
}

it('a record as other senders write it is read', () => {
  const record = recordOf({
    timeUnixNano: 1_544_712_660_300_000_000,
    observedTimeUnixNano: '1544712660300000001',
    severityNumber: 10,
    severityText: 'Information',
    traceId: '5B8EFFF798038103D269B633813FC60C',
    spanId: 'EEE19B7EC3C1B174',
    body: { stringValue: 'Example log record' },
    attributes: [{ key: 'map.attribute', value: { kvlistValue: { values: [{ key: 'k', value: { intValue: 3 } }] } } }],
    unknown: true,
  });
  expect(record).toMatchObject({
    hrTime: [1_544_712_660, 300_000_000],
    hrTimeObserved: [1_544_712_660, 300_000_001],
    severityNumber: 10,
    severityText: 'Information',
    body: 'Example log record',
    attributes: { 'map.attribute': { k: 3 } },
    spanContext: { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', traceFlags: 0 },
  });
});

it.each([
  [{ severityNumber: 'SEVERITY_NUMBER_INFO' }, 'severityNumber: enums are integers in OTLP/JSON, not names'],
  [{ traceId: 'W47/95gDgQPSabYzgT/GDA==' }, 'traceId: an id in hex digits is expected'],
  [{ body: 'text' }, 'body: an object is expected'],
  [{ timeUnixNano: -1 }, 'timeUnixNano: it does not fit 64 bits without a sign'],
  [{ eventName: 7 }, 'eventName: a string is expected'],
])('%j makes the request invalid and is named', (record, detail) => {
  expect(detailOf(record)).toContain(`resourceLogs[0].scopeLogs[0].logRecords[0].${detail}`);
});

it('a body that nests deeper than 64 levels makes the request invalid', () => {
  let value: unknown = { intValue: '1' };
  for (let level = 0; level < 1_000; level++) value = { arrayValue: { values: [value] } };
  expect(detailOf({ body: value })).toContain('a value nests deeper than 64 levels');
});

it('times of bare numbers beyond 2^53 stay exact in a text', () => {
  const body =
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":1698323655202795123,"body":{"intValue":1}}]}]}]}';
  expect(decodeLogs(body, 'json')).toMatchObject({ records: [{ hrTime: [1_698_323_655, 202_795_123], body: 1 }] });
});
