import type { SpanDifference, VerifyResult } from '@spanbridge/sdk';
import { verdictLines } from '../../src/report/verdict-lines.js';

const NONE = { 'missing-span': 0, 'extra-copy': 0, changed: 0, cut: 0, lost: 0, added: 0 };

function lines(change: Partial<VerifyResult>): readonly string[] {
  const result: VerifyResult = {
    status: 'verified',
    backend: { api: 'tempo', address: 'http://127.0.0.1:3200' },
    spansCompared: 18,
    tracesCompared: 5,
    tracesUnread: 0,
    differences: [],
    differenceCounts: NONE,
    notes: [],
    ...change,
  };
  return verdictLines({ tracesUrl: 'http://127.0.0.1:4318/v1/traces', result });
}

function difference(field: string, sent: string, stored: string): SpanDifference {
  return { traceId: 'aa', spanId: 'bb', kind: 'changed', field, sent, stored };
}

describe('what was read back, for a person', () => {
  it('is one line when everything is equal', () => {
    expect(lines({})).toEqual(['18 spans in 5 traces read back at http://127.0.0.1:3200 (tempo): equal']);
  });

  it('names the first differences and counts the rest', () => {
    const differences = Array.from({ length: 7 }, () => difference('name', '"a"', '"b"'));
    const told = lines({ status: 'differences', differences, differenceCounts: { ...NONE, changed: 9, lost: 1 } });
    expect(told[0]).toBe('18 spans in 5 traces read back at http://127.0.0.1:3200 (tempo): changed 9, lost 1');
    expect(told[1]).toBe('changed name, span bb of aa: sent "a", stored "b"');
    expect(told).toHaveLength(7);
    expect(told.at(-1)).toBe('… and 5 more differences; --json lists up to 100');
  });

  it('says nothing where there is nothing, and cuts what is long', () => {
    const differences = [difference('span', '', '"x"'), difference('name', 'y'.repeat(200), '')];
    const told = lines({ status: 'differences', differences, differenceCounts: { ...NONE, changed: 2 } });
    expect(told[1]).toBe('changed, span bb of aa: sent nothing, stored "x"');
    expect(told[2]).toBe(`changed name, span bb of aa: sent ${'y'.repeat(60)}…, stored nothing`);
  });

  it('says that nothing could be read, and why', () => {
    expect(
      lines({ status: 'unavailable', backend: undefined, spansCompared: 0, tracesUnread: 5, notes: ['No answer.'] }),
    ).toEqual(['nothing could be read back', 'No answer.']);
    expect(lines({ status: 'unavailable', tracesUnread: 2 })[0]).toContain('equal; 2 not readable');
  });
});
