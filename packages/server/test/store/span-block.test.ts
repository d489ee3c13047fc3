import { contentOf, decodeKept, toSpanBlock } from '../../src/store/span-block.js';
import { sketchSpan, sketchSpans } from '../support/spans.js';

describe('toSpanBlock', () => {
  it('a block keeps no more memory than its bytes', () => {
    const { kept, sizeBytes } = toSpanBlock(sketchSpans(3));
    expect(kept.form === 'bytes' && kept.bytes.buffer.byteLength).toBe(sizeBytes);
  });

  it('a resource in common is stored once per block', () => {
    const one = toSpanBlock(sketchSpans(1, { service: 's'.repeat(10_000) })).sizeBytes;
    const ten = toSpanBlock(sketchSpans(10, { service: 's'.repeat(10_000) })).sizeBytes;
    expect(one).toBeGreaterThan(10_000);
    expect(ten).toBeLessThan(12_000);
  });

  it('gives back what went in', () => {
    const [span] = decodeKept(toSpanBlock([sketchSpan({ name: 'kept' })]).kept);
    expect(span?.name).toBe('kept');
    expect(contentOf(span as ReturnType<typeof sketchSpan>)).toEqual(contentOf(sketchSpan({ name: 'kept' })));
  });
});
