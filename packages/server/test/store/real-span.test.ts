import { toSpanRow } from '@spanbridge/analysis';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isErrorOf, type RealSpan, stateOf, updateRealSpan } from '../../src/store/real-span.js';
import { sketchSpan } from '../support/spans.js';

const CLOSED = { 'partial.gc': true };
const fold = (...spans: readonly ReadableSpan[]): RealSpan =>
  spans.reduce<RealSpan | undefined>(
    (known, span) => updateRealSpan(known, toSpanRow(span), undefined),
    undefined,
  ) as RealSpan;

describe('updateRealSpan', () => {
  it('the end of a span that really ended counts, also when a collector had closed it later', () => {
    const swept = sketchSpan({ start: 1, end: 20, attributes: CLOSED });
    const final = sketchSpan({ start: 1, end: 12 });
    for (const order of [
      [swept, final],
      [final, swept],
    ]) {
      expect(fold(...order).endUnixNano).toBe(12_000_000_000n);
      expect(stateOf(fold(...order), 0n)).toBe('ended');
    }
  });

  it('an error before the end is kept by a completion that says nothing of it', () => {
    const failed = sketchSpan({ spanId: 'b7ad6b7169203331', attributes: CLOSED, isError: true });
    const done = sketchSpan({
      ...{ spanId: 'b7ad6b7169203332', parentSpanId: 'b7ad6b7169203331' },
      attributes: { 'spanbridge.span.phase': 'completion' },
    });
    expect(isErrorOf(fold(failed, done))).toBe(true);
    expect(isErrorOf(fold(done, failed))).toBe(true);
    expect(stateOf(fold(failed), 0n)).toBe('unfinished');
  });
});
