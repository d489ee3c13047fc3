import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces } from '@spanbridge/otlp';
import { shipFiles, type ShipEvent, type ShipResult } from '@spanbridge/sdk';
import { startOtlpStub } from '../support/otlp-stub.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const IDS = `"trace_id":"${TRACE}","span_id":"b7ad6b7169203331"`;
const META = `"__tracer_meta__":{"timestamp":"2026-03-01T08:00:00.000001Z","event":"odd",${IDS}}`;
/** A good record on either side of what is odd: neither may suffer. */
const BEFORE = `{"n":1,${META.replace('"odd"', '"before"')}}`;
const AFTER = `{"n":2,${META.replace('"odd"', '"after"')}}`;

const directory = mkdtempSync(join(tmpdir(), 'spanbridge-odd-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Shipped {
  readonly result: ShipResult;
  readonly events: readonly ShipEvent[];
  /** The events of the one span, as the backend decoded them. */
  readonly told: ReadableSpan['events'];
}

async function shipBytes(bytes: string | Uint8Array): Promise<Shipped> {
  const path = join(directory, 'odd.jsonl');
  writeFileSync(path, bytes);
  const stub = await startOtlpStub(() => ({ status: 200 }));
  const events: ShipEvent[] = [];
  try {
    const result = await shipFiles({ inputs: [path], endpoints: [stub.url], onEvent: (event) => events.push(event) });
    const spans = stub.requests.flatMap(({ body }) => {
      const decoded = decodeTraces(body, 'protobuf');
      return decoded.status === 'decoded' ? decoded.spans : [];
    });
    return { result, events, told: spans.flatMap((span) => span.events) };
  } finally {
    await stub.close();
  }
}

/** Ships one odd line between two good ones and gives its attributes. */
async function oddAttributes(line: string | Uint8Array): Promise<Record<string, unknown>> {
  const bytes = Buffer.concat([Buffer.from(`${BEFORE}\n`), Buffer.from(line), Buffer.from(`\n${AFTER}\n`)]);
  const { result, told } = await shipBytes(bytes);
  expect(result.summary).toMatchObject({ lines: 3, records: 3, rejected: 0, spans: 1, accepted: 1 });
  expect(told.map((event) => event.name).sort()).toEqual(['after', 'before', 'odd']);
  return { ...told.find((event) => event.name === 'odd')?.attributes };
}

describe('odd but valid input is kept whole', () => {
  it('CRLF line ends and a byte order mark', async () => {
    const { result } = await shipBytes(`\ufeff${BEFORE}\r\n\r\n${AFTER}\r\n`);
    expect(result.summary).toMatchObject({ lines: 2, records: 2, rejected: 0 });
  });

  it('20,000 levels of nesting, as JSON text below the eighth', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const attributes = await oddAttributes(`{"deep":${deep},${META}}`);
    const [key = '', text] = Object.entries(attributes)[0] ?? [];
    expect(key.startsWith('deep.a')).toBe(true);
    const levels = key.split('.').length - 1 + (String(text).match(/\{"a":/g) ?? []).length;
    expect(levels).toBe(20_000);
  });

  it('a string of 3 MB', async () => {
    const attributes = await oddAttributes(`{"text":"${'x'.repeat(3_000_000)}",${META}}`);
    expect(String(attributes['text']).length).toBe(3_000_000);
  });

  it('keys named __proto__ and constructor', async () => {
    const attributes = await oddAttributes(`{"__proto__":{"polluted":true},"constructor":"c",${META}}`);
    expect(attributes).toEqual({ '__proto__.polluted': true, constructor: 'c' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('lone surrogates and invalid UTF-8, as U+FFFD', async () => {
    expect(await oddAttributes(`{"text":"a\\ud800b",${META}}`)).toEqual({ text: 'a\ufffdb' });
    const line = Buffer.from(`{"text":"a?b",${META}}`);
    line[line.indexOf('?')] = 0xff;
    expect(await oddAttributes(line)).toEqual({ text: 'a\ufffdb' });
  });

  it('integers beyond 2^53, to the last digit', async () => {
    const attributes = await oddAttributes(
      `{"big":1698323655202795123,"small":9007199254740991,"list":[1,-9223372036854775808],${META}}`,
    );
    expect(attributes).toEqual({
      big: '1698323655202795123',
      small: 9007199254740991,
      list: '[1,"-9223372036854775808"]',
    });
  });

  it('the bare NaN and Infinity of Python, but not inside of texts', async () => {
    const attributes = await oddAttributes(`{"a":NaN,"b":-Infinity,"c":"NaN, \\"Infinity\\"",${META}}`);
    expect(attributes).toEqual({ a: 'NaN', b: '-Infinity', c: 'NaN, "Infinity"' });
  });
});

describe('bad input is named with its line, and its neighbours stay', () => {
  it.each([
    ['plain text', 'a line of a library', 'invalid-json'],
    ['a torn line that another writer glued on to', `{"a": 1, "__tracer${BEFORE}`, 'invalid-json'],
    ['binary', Buffer.from([0x00, 0xff, 0xfe, 0x01, 0x80, 0x22]), 'invalid-json'],
    ['a meta object that is none', '{"__tracer_meta__": []}', 'invalid-meta'],
    ['zeros as ids', `{${META.replace(TRACE, '0'.repeat(32))}}`, 'invalid-trace-id'],
    [
      'a time that is none',
      `{${META.replace('2026-03-01T08:00:00.000001Z', '2026-13-01T00:00:00Z')}}`,
      'invalid-timestamp',
    ],
  ])('%s', async (_, line, reason) => {
    const bytes = Buffer.concat([Buffer.from(`${BEFORE}\n`), Buffer.from(line), Buffer.from(`\n${AFTER}\n`)]);
    const { result, events, told } = await shipBytes(bytes);
    expect(result.summary).toMatchObject({ lines: 3, records: 2, rejected: 1 });
    expect(events.filter(({ type }) => type === 'rejected')).toMatchObject([{ line: 2, reason }]);
    expect(told.map((event) => event.name)).toEqual(['after', 'before']);
  });

  it('scalars are ignored, arrays are read element by element', async () => {
    const { result } = await shipBytes(`7\n"text"\nnull\n[${BEFORE},3,${AFTER}]\n[]\n`);
    expect(result.summary).toMatchObject({ lines: 6, records: 2, ignored: 4, rejected: 0, spans: 1 });
  });
});
