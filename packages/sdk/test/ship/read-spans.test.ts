import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTraces, toTracesData } from '@spanbridge/otlp';
import { readSpans } from '@spanbridge/sdk';

const FIXTURES = `${__dirname}/../../../../test/fixtures/tracer-meta`;
const directory = mkdtempSync(join(tmpdir(), 'spanbridge-read-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('readSpans', () => {
  it('reads records into the spans that shipping would send', async () => {
    const { spans, summary, formats } = await readSpans({ inputs: [`${FIXTURES}/02_simple.jsonl`] });
    expect(spans).toHaveLength(2);
    expect(summary).toMatchObject({ records: 9, spans: 2, unsent: 2 });
    expect(formats).toEqual({ 'tracer-meta': 9 });
  });

  it.each([
    ['JSON lines', (data: object[]) => data.map((each) => `${JSON.stringify(each)}\n`).join('')],
    ['one pretty-printed document', (data: object[]) => JSON.stringify(data[0], null, 2)],
  ])('reads OTLP JSON as %s, span for span', async (_, write) => {
    const { spans } = await readSpans({ inputs: [`${FIXTURES}/01_initial.jsonl`] });
    const path = join(directory, 'otlp.json');
    writeFileSync(path, write([toTracesData(spans)]));
    const again = await readSpans({ inputs: [path] });
    expect(again.formats).toEqual({ otlp: 1 });
    expect(Buffer.from(encodeTraces(again.spans)).equals(encodeTraces(spans))).toBe(true);
  });

  it('stops at spansMax and says so', async () => {
    const result = await readSpans({ inputs: [`${FIXTURES}/01_initial.jsonl`], spansMax: 3 });
    expect(result.spans).toHaveLength(3);
    expect(result.truncated).toBe(true);
  });

  it('says of an OTLP span with invalid ids that it is not shown, and shows its neighbours', async () => {
    const { spans } = await readSpans({ inputs: [`${FIXTURES}/02_simple.jsonl`] });
    const data = JSON.parse(JSON.stringify(toTracesData(spans))) as {
      resourceSpans: { scopeSpans: { spans: { spanId: string }[] }[] }[];
    };
    const bad = data.resourceSpans[0]?.scopeSpans[0]?.spans[0];
    if (bad !== undefined) bad.spanId = '0000000000000000';
    const path = join(directory, 'bad.json');
    writeFileSync(path, JSON.stringify(data));
    const warnings: string[] = [];
    const again = await readSpans({
      inputs: [path],
      onEvent: (event) => event.type === 'warning' && warnings.push(event.message),
    });
    expect(again.spans).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('A span is not shown, its ids are invalid (invalid-span-id')]);
  });
});
