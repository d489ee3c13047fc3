import { fingerprint } from '../../src/span/fingerprint.js';
import { makeSpan } from '../support/make-span.js';

describe('fingerprint', () => {
  const span = { spanId: 'aa', startMs: 1, endMs: 2, attributes: { a: 1, b: 'x' } };

  it('is the same for equal spans, whatever the order of their attributes', () => {
    expect(fingerprint(makeSpan({ ...span, attributes: { b: 'x', a: 1 } }))).toBe(fingerprint(makeSpan(span)));
  });

  it.each([
    ['the type of a value', { attributes: { a: '1', b: 'x' } }],
    ['the end', { endMs: 3 }],
    ['the parent', { parentSpanId: 'bb' }],
    ['the status', { error: '' }],
    ['an event', { events: [{ name: 'e', atMs: 1 }] }],
    ['a link', { links: [{ traceId: 'a', spanId: 'b' }] }],
    ['the resource', { resource: { 'host.id': 'h' } }],
  ])('differs by %s', (_what, change) => {
    expect(fingerprint(makeSpan({ ...span, ...change }))).not.toBe(fingerprint(makeSpan(span)));
  });
});
