import { toSpanRow } from '../../src/merge/span-row.js';
import { makeSpan } from '../support/make-span.js';
import { anchor, beat, completion, late, marker, unfinished } from '../support/sent-spans.js';

const REAL = makeSpan({ spanId: 'c33604c286773277', parentSpanId: 'd44704c286773288', endMs: 9 });
const TRACE = REAL.spanContext().traceId;

describe('toSpanRow', () => {
  it.each([
    ['a plain span', REAL, 'final', 'd44704c286773288'],
    ['a marker', marker(REAL), 'pending', 'd44704c286773288'],
    ['an anchor', anchor(REAL), 'anchor', 'd44704c286773288'],
    ['a completion', completion(REAL), 'completion', undefined],
    ['a late record', late(REAL, { name: 'x', atMs: 12 }), 'late', undefined],
    ['an unfinished span', unfinished({ spanId: 'c33604c286773277' }), 'unfinished', ''],
    ['one beside its anchor', unfinished({ spanId: 'c33604c286773277' }, 'beside its anchor'), 'unfinished', undefined],
    ['a heartbeat', beat({ spanId: 'c33604c286773277' }), 'heartbeat', ''],
    ['a stop', beat({ spanId: 'c33604c286773277' }, 'stop'), 'stop', ''],
  ])('%s speaks of the real span', (_what, span, role, realParentSpanId) => {
    expect(toSpanRow(span)).toEqual({ span, role, realSpanId: 'c33604c286773277', realParentSpanId });
  });

  it('the marker of a root says that there is no parent; one that says nothing leaves it open', () => {
    expect(toSpanRow(marker(makeSpan({ spanId: 'c33604c286773277' }))).realParentSpanId).toBe('');
    const silent = makeSpan({
      ...{ spanId: 'ffffffffffffffff', parentSpanId: 'c33604c286773277' },
      attributes: { 'logfire.span_type': 'pending_span' },
    });
    expect(toSpanRow(silent)).toMatchObject({ role: 'pending', realParentSpanId: undefined });
  });

  it('the phase pending alone is a marker only under the id that is derived from its parent', () => {
    const attributes = { 'spanbridge.span.phase': 'pending' };
    const parentSpanId = 'c33604c286773277';
    const traceId = 'be97f2fa26196196d1c776cef223b871';
    const derived = makeSpan({ traceId, spanId: 'fd94da50c9ffcf17', parentSpanId, attributes });
    expect(toSpanRow(derived)).toMatchObject({ role: 'pending', realSpanId: parentSpanId });
    const own = makeSpan({ traceId: TRACE, spanId: 'fd94da50c9ffcf17', parentSpanId, attributes });
    expect(toSpanRow(own)).toMatchObject({ role: 'pending', realSpanId: 'fd94da50c9ffcf17' });
  });

  it('a partial span of Trigger.dev without the id of its span is a plain span', () => {
    const span = makeSpan({ spanId: 'a', attributes: { '$span.partial': true } });
    expect(toSpanRow(span).role).toBe('final');
  });
});
