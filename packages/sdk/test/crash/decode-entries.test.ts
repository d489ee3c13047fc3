import type { CrashEntry } from '../../src/crash/crash-entry.js';
import { decodeEntries } from '../../src/crash/decode-entries.js';

function entryOf(number: number, parts: Partial<CrashEntry> = {}): CrashEntry {
  const spanId = (number + 1).toString(16).padStart(16, '0');
  const json = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId,
    name: `span ${number}`,
    kind: 1,
    startTimeUnixNano: '1700000000000000000',
    attributes: [],
    flags: 257,
  } as unknown as CrashEntry['json'];
  const rest = {
    resource: 0,
    scope: 0,
    isAnchored: false,
    lastUnixNano: 1_700_000_003_000_000_000n,
    endUnixNano: undefined,
  };
  return { line: number + 10, number, json, ...rest, ...parts };
}

const PARTS = {
  resources: new Map([
    [0, { value: { attributes: [], droppedAttributesCount: 0 }, schemaUrl: undefined }],
    [
      1,
      { value: { attributes: [{ key: 'a', value: { boolValue: true } }], droppedAttributesCount: 0 }, schemaUrl: 's' },
    ],
  ]),
  scopes: new Map([[0, { value: { name: 'lib' }, schemaUrl: undefined }]]),
};

describe('the spans of a crash file', () => {
  it('end at the last evidence, at their own end where it is known, and never before their start', () => {
    const early = entryOf(2, { lastUnixNano: 5n });
    const { spans } = decodeEntries(
      [entryOf(0), entryOf(1, { endUnixNano: 1_700_000_001_000_000_000n }), early],
      PARTS,
    );
    expect(spans.map(({ span }) => span.endTime)).toEqual([
      [1_700_000_003, 0],
      [1_700_000_001, 0],
      [1_700_000_000, 0],
    ]);
    expect(spans[0]?.span.duration).toEqual([3, 0]);
  });

  it('stand in their order, each under its own resource, whatever their number', () => {
    const entries = Array.from({ length: 2_100 }, (_, index) => entryOf(index, { resource: index < 1_500 ? 0 : 1 }));
    const { spans, damaged } = decodeEntries(entries, PARTS);
    expect(damaged).toEqual([]);
    expect(spans.map(({ span }) => span.name)).toEqual(entries.map((_, index) => `span ${index}`));
    expect(spans[1_499]?.span.resource.attributes).toEqual({});
    expect(spans[1_500]?.span.resource.attributes).toEqual({ a: true });
  });

  it('are told without a resource or a scope whose line is lost', () => {
    const { spans } = decodeEntries([entryOf(0, { resource: 7, scope: 8 })], PARTS);
    expect(spans[0]?.span).toMatchObject({
      name: 'span 0',
      resource: { attributes: {} },
      instrumentationScope: { name: '' },
    });
  });

  it('do not suffer from a neighbour that is none', () => {
    const broken = entryOf(1);
    const { spans, damaged } = decodeEntries(
      [entryOf(0), { ...broken, json: { ...broken.json, attributes: 'x' as never } }, entryOf(2)],
      PARTS,
    );
    expect(spans.map(({ span }) => span.name)).toEqual(['span 0', 'span 2']);
    expect(damaged).toEqual([{ line: 11, detail: expect.stringContaining('attributes') as string }]);
  });
});
