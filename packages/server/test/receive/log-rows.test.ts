import { deriveRoleSpanId } from '@spanbridge/core';
import { encodeSpanEvent } from '@spanbridge/otlp';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { toLogRow } from '../../src/receive/log-rows.js';
import { beatRecord, eventRecord } from '../support/sent-spans.js';
import { sketchSpan, TRACE_A } from '../support/spans.js';

const JOB = sketchSpan({ name: 'job', start: 100, end: 119 });

describe('toLogRow', () => {
  it('the resource of a record completes that of its span, which wins; nothing of the protocol gets in', () => {
    const beat = beatRecord(JOB, 'heartbeat', { atSeconds: 105, type: 'json/v1' });
    const resource = resourceFromAttributes({ 'service.name': 'other', 'host.name': 'h', 'partial.event': 'x' });
    const row = toLogRow({ ...beat, resource });
    expect(row.type === 'beat' && row.span.resource.attributes).toEqual({ 'service.name': 'shop', 'host.name': 'h' });
  });

  it('a heartbeat ends at the time of its record, but never before its start; a stop at its true end', () => {
    const endOf = (event: 'heartbeat' | 'stop', atSeconds: number): unknown => {
      const row = toLogRow(beatRecord(JOB, event, { atSeconds, type: 'proto' }));
      return row.type === 'beat' && row.span.endTime;
    };
    expect(endOf('heartbeat', 105)).toEqual([105, 0]);
    expect(endOf('heartbeat', 90)).toEqual([100, 0]);
    expect(endOf('stop', 130)).toEqual([119, 0]);
  });

  it('a record that was only observed has the time of that', () => {
    const row = toLogRow({ ...eventRecord(JOB, 'e', 0), hrTimeObserved: [107, 5] });
    expect(row.type === 'event' && row.span.startTime).toEqual([107, 5]);
  });

  it('an event has the id that a late record of the same content has', () => {
    const row = toLogRow(eventRecord(JOB, 'e', 105));
    const event = { name: 'e', time: [105, 0] as [number, number], attributes: { k: 1 }, droppedAttributesCount: 0 };
    expect(row.type === 'event' && row.span.spanContext().spanId).toBe(
      deriveRoleSpanId(TRACE_A, JOB.spanContext().spanId, 'late', encodeSpanEvent(event)),
    );
  });

  it('a log with a trace and no span is ignored', () => {
    const record = eventRecord(JOB, 'e', 105);
    expect(toLogRow({ ...record, spanContext: { traceId: TRACE_A, spanId: '', traceFlags: 1 } })).toEqual({
      type: 'ignored',
    });
  });
});
