import fc from 'fast-check';
import { applyLines, decodeLines, encodeLines, type EntryLine } from '../../../src/ship/checkpoint/entry-lines.js';

const line: fc.Arbitrary<EntryLine> = fc.oneof(
  fc.tuple(fc.string({ unit: 'binary' }), fc.jsonValue()),
  fc.tuple(fc.string({ unit: 'binary' })),
);

describe('lines of keys and values', () => {
  it('are one JSON array each', () => {
    const lines: EntryLine[] = [['a', { b: [1, null] }], ['gone'], ['\n\ud800', undefined]];
    expect(Buffer.concat([...encodeLines(lines)]).toString()).toBe(
      '["a",{"b":[1,null]}]\n["gone"]\n["\\n\\ud800",null]\n',
    );
  });

  it('come back as they were, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        const found = await decodeLines(Buffer.concat([...encodeLines(lines)]));
        expect(JSON.stringify(found)).toBe(JSON.stringify(lines));
      }),
    );
  });

  it('come in slices of about 64 KiB, a larger value in a slice of its own size', () => {
    const sizes = (values: readonly string[]): readonly number[] => {
      return [...encodeLines(values.map((value) => ['k', value] as const))].map(({ length }) => length);
    };
    // A line is the value and 9 characters around it.
    expect(sizes(Array.from({ length: 6 }, () => 'x'.repeat(25_000)))).toEqual([75_027, 75_027]);
    expect(sizes(['a', 'x'.repeat(1_000_000), 'b'])).toEqual([1_000_019, 10]);
    expect(sizes([])).toEqual([]);
  });

  it.each(['["a",1]', '["a",1]\n[2,1]\n', '["a",1,2]\n', '[]\n', '{"a":1}\n', '["a"\n', '\n'])(
    'are none of ours in %j',
    async (text) => {
      expect(await decodeLines(Buffer.from(text))).toBeUndefined();
    },
  );

  it('are applied in their order: a put goes behind all others, a removed key is gone', () => {
    const entries = new Map<string, unknown>([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    applyLines(entries, [['a', 4], ['b'], ['d', null], ['nothing']]);
    expect([...entries]).toEqual([
      ['c', 3],
      ['a', 4],
      ['d', null],
    ]);
  });
});
