import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { view } from '../../src/commands/view.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeHost, type FakeHostOptions, shipResult } from '../support/fake-host.js';
import { fakeSpan } from '../support/fake-span.js';

function traces(count: number): ReadableSpan[] {
  return Array.from({ length: count }, (_, index) =>
    fakeSpan({ traceId: `${index + 10}`.padEnd(32, '0'), name: `trace-${index}`, startSeconds: 1000 + index }),
  );
}

interface Run {
  readonly spans?: readonly ReadableSpan[];
  readonly settings?: CommandSettings<'view'>;
  readonly host?: FakeHostOptions;
  readonly summary?: Parameters<typeof shipResult>[0];
}

async function run({ spans = traces(1), settings = {}, host: options = {}, summary = {} }: Run) {
  const { reasons, formats, summary: counts } = shipResult(summary);
  const readSpans = () => Promise.resolve({ spans, summary: counts, reasons, formats, truncated: false });
  const fake = fakeHost({ ...options, services: { readSpans } });
  return { ...fake, code: await view(['a.jsonl'], settings, fake.host) };
}

describe('view', () => {
  it('draws in 80 columns without colours where stdout is no terminal', async () => {
    const { code, stdout } = await run({});
    expect(code).toBe(0);
    expect(stdout()).toContain('trace-0');
    expect(stdout()).toContain('█');
    expect(stdout()).not.toContain('\u001b');
    expect(
      Math.max(
        ...stdout()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it('draws the first ten traces and says how to see the others', async () => {
    const { stdout } = await run({ spans: traces(12) });
    expect(stdout()).toContain('trace-9');
    expect(stdout()).not.toContain('trace-10');
    expect(stdout()).toMatch(
      /\n… and 2 more traces\. Choose one with --trace ID, such as --trace 20000000, or see all with --html FILE\.\n$/,
    );
  });

  it('draws one trace by the first digits of its id', async () => {
    const { stdout } = await run({ spans: traces(3), settings: { trace: '11' } });
    expect(stdout()).toContain('trace-1');
    expect(stdout()).not.toContain('trace-0');
  });

  it('ends with 1 when there is no such trace, and lists those that there are', async () => {
    const { code, stderr } = await run({ spans: traces(2), settings: { trace: 'ff' } });
    expect(code).toBe(1);
    expect(stderr()).toBe(`There is no trace ff in a.jsonl. It has: 10${'0'.repeat(30)}, 11${'0'.repeat(30)}.\n`);
  });

  it('says what was in a file without a trace, and ends with 1', async () => {
    const { code, stdout, stderr } = await run({
      spans: [],
      summary: {
        summary: { lines: 12, ignored: 10, rejected: 2 },
        reasons: { ignored: { 'not-a-trace-record': 10 }, rejected: { 'invalid-json': 2 }, refused: {}, unsent: {} },
      },
    });
    expect(code).toBe(1);
    expect(stdout()).toBe('');
    expect(stderr()).toBe(
      'There is no trace in a.jsonl: 12 lines read, 10 ignored (not-a-trace-record 10), 2 rejected (invalid-json 2).\n',
    );
  });

  it('says on stderr what could not be read', async () => {
    const reasons = { ignored: {}, rejected: { 'invalid-json': 2 }, refused: {}, unsent: {} };
    const { code, stderr } = await run({ summary: { summary: { lines: 5, rejected: 2 }, reasons } });
    expect(code).toBe(0);
    expect(stderr()).toBe('2 lines could not be read: invalid-json 2.\n');
  });

  it('writes one page and says where', async () => {
    const workingDirectory = await mkdtemp(join(tmpdir(), 'spanbridge-view-'));
    const { stdout, stderr } = await run({
      spans: traces(2),
      settings: { html: 'out.html' },
      host: { workingDirectory },
    });
    const path = join(workingDirectory, 'out.html');
    expect(await readFile(path, 'utf8')).toMatch(/^<!doctype html>/i);
    expect(stdout()).toBe('');
    expect(stderr()).toBe(`2 traces with 2 spans written to ${path}\n`);
  });

  it('writes the page to stdout for -', async () => {
    expect((await run({ settings: { html: '-' } })).stdout()).toMatch(/^<!doctype html>/i);
  });

  it('says which page cannot be written', async () => {
    await expect(run({ settings: { html: '/nowhere/out.html' } })).rejects.toMatchObject({
      code: 'OUTPUT_NOT_WRITABLE',
      message: 'The page cannot be written to "/nowhere/out.html" (ENOENT). Check the directory.',
    });
  });

  it('writes Markdown without colours, also on a terminal', async () => {
    const { stdout } = await run({ settings: { markdown: true }, host: { isTerminal: true } });
    expect(stdout()).toMatch(/^## `trace-0`\n/);
    expect(stdout()).not.toContain('\u001b');
  });

  it('prints nothing that a terminal obeys, whatever the spans say', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.boolean(), async (name, value, markdown) => {
        const span = { ...fakeSpan({ name }), events: [{ name: value, time: [1_700_000_000, 5] as [number, number] }] };
        const { stdout, stderr } = await run({ spans: [span], settings: { markdown, events: true } });
        expect(stdout().replaceAll('\n', '') + stderr()).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 300 },
    );
  });

  it('does not write two forms at once', async () => {
    await expect(run({ settings: { markdown: true, html: 'x' } })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
