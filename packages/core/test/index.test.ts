import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import * as diagnostics from '../src/diagnostics/index.js';
import * as core from '../src/index.js';

describe('the public names', () => {
  it('make the span of the README out of an end and a start', () => {
    const { createResource, deriveTraceId, parseTimestamp, PendingSpans, toAttributes } = core;
    const left: string[] = [];
    const table = new PendingSpans({
      resource: createResource({ 'service.name': 'shop' }),
      encodeEvent: (event) => new TextEncoder().encode(JSON.stringify(event)),
      onLeave: ({ span, role, cause }) => left.push(`${role} ${cause} ${span.name} ${span.duration.join(' ')}`),
      onDuplicate: () => undefined,
    });
    const base = {
      traceId: deriveTraceId('order-4711', 'shop')?.id ?? '',
      spanId: 'c33604c286773277',
      parentSpanId: undefined,
      system: { prefix: 'shop', scope: { name: 'shop.log' } },
      facts: [],
    };
    table.apply({
      ...base,
      type: 'end',
      name: 'checkout',
      timeUnixNano: parseTimestamp('2026-03-01T08:00:02Z') ?? 0n,
      status: { code: SpanStatusCode.UNSET },
      content: toAttributes({ items: 3 }),
      events: [],
      durationNano: undefined,
      tentative: undefined,
    });
    table.apply({
      ...base,
      type: 'start',
      name: 'checkout',
      timeUnixNano: parseTimestamp('2026-03-01T08:00:00.100Z') ?? 0n,
      kind: SpanKind.INTERNAL,
      content: toAttributes({ customer: { id: 7 } }),
      links: [],
    });
    for (const _step of table.flush());
    expect(left).toEqual(['span ended checkout 1 900000000']);
  });

  it('of the diagnostics are the same by both ways', () => {
    const both = Object.entries(diagnostics).map(([name, value]) => [name, value === core[name as keyof typeof core]]);
    expect(both).toEqual([
      ['SpanbridgeError', true],
      ['isSpanbridgeError', true],
      ['DropCounter', true],
      ['Ledger', true],
      ['LEDGER_COLUMNS', true],
    ]);
  });

  it('list each cause and reason once', () => {
    expect(core.END_CAUSES).toEqual(['ended', 'expired', 'evicted', 'flushed', 'withdrawn']);
    for (const list of [core.IGNORE_REASONS, core.REJECT_REASONS]) expect(new Set(list).size).toBe(list.length);
  });
});
