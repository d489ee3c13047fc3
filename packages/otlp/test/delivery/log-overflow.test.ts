import { LOG_OVERFLOW, logFaultOf, priorityOfLog, sizeOfLog } from '../../src/delivery/log-overflow.js';
import { bodiesIn, makeLogRecord, makeLogRecords } from '../support/log-records.js';
import { SPAN_ID, TRACE_ID } from '../support/spans.js';

it('entries keep the order of all records, and hold one priority, resource and scope each', () => {
  const [a, b, c, d] = makeLogRecords(4);
  const other = { name: 'other' };
  const records = [a, b, { ...c, severityNumber: 17 }, { ...d, instrumentationScope: other }].map((record, index) =>
    makeLogRecord({ ...record, body: index }),
  );
  const { entries, spanCount } = LOG_OVERFLOW.toEntries(records);
  expect(entries.map(({ signal, priority, body }) => [signal, priority, bodiesIn(body)])).toEqual([
    ['logs', 1, [0, 1]],
    ['logs', 2, [2]],
    ['logs', 1, [3]],
  ]);
  expect(spanCount).toBe(4);
  expect(entries.flatMap(({ body }) => LOG_OVERFLOW.decode(body))).toHaveLength(4);
});

it('records that nobody would take are named', () => {
  const bad = makeLogRecord({ spanContext: { traceId: 'x', spanId: SPAN_ID, traceFlags: 0 } });
  expect(LOG_OVERFLOW.toEntries([bad, makeLogRecord()])).toMatchObject({
    spanCount: 1,
    invalid: [{ fault: 'its trace id is not 32 hex digits, one not zero' }],
  });
  expect(logFaultOf(makeLogRecord({ spanContext: { traceId: TRACE_ID, spanId: '', traceFlags: 0 } }))).toBeUndefined();
});

it('errors are dearer than the rest, and what cannot be read is neither dear nor large', () => {
  expect([16, 17, 24].map((severityNumber) => priorityOfLog(makeLogRecord({ severityNumber })))).toEqual([1, 2, 2]);
  const hostile = new Proxy(makeLogRecord(), {
    get: () => {
      throw new Error('no');
    },
  });
  expect([priorityOfLog(hostile), sizeOfLog(hostile), logFaultOf(hostile)]).toEqual([1, 0, 'it cannot be read']);
});

it('bytes that are no records are read as none', () => {
  expect(LOG_OVERFLOW.decode(Uint8Array.of(0xff))).toEqual([]);
});
