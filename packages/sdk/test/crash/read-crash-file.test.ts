import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { toTracesData } from '@spanbridge/otlp';
import { readFileSync } from 'node:fs';
import { type CrashFile, isCrashFile, readCrashFile } from '../../src/crash/read-crash-file.js';
import { createJournaledProgram } from '../support/journaled-program.js';

let directory: string;
let path: string;
let whole: Buffer;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-read-'));
  path = join(directory, 'open-spans.jsonl');
  whole = someFile();
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A file with a bit of everything: 8 spans, 4 of them ended. */
function someFile(): Buffer {
  const program = createJournaledProgram({ path });
  const { tracer, journal } = program;
  const parent = tracer.startSpan('parent', { attributes: { text: 'ä' } });
  const spans = Array.from({ length: 7 }, (_, index) =>
    tracer.startSpan(`child ${index}`, { attributes: { index } }, trace.setSpan(ROOT_CONTEXT, parent)),
  );
  program.tick();
  spans[5]?.recordException(new Error('broken'));
  spans[6]?.addEvent('seen');
  program.tick();
  for (const span of spans.slice(0, 4)) span.end();
  journal.sync();
  const bytes = readFileSync(path);
  for (const span of [parent, ...spans]) span.end();
  journal.close();
  return bytes;
}

async function read(bytes: Buffer): Promise<CrashFile> {
  writeFileSync(path, bytes);
  return readCrashFile(path);
}

const contentsOf = ({ spans }: CrashFile): readonly string[] =>
  spans.map(({ span }) => JSON.stringify(toTracesData([span])));
const namesOf = ({ spans }: CrashFile): readonly string[] => spans.map(({ span }) => span.name);

describe('reading a crash file', () => {
  it('gives the spans that have no end, and the same bytes each time', async () => {
    const file = await read(whole);
    expect(namesOf(file)).toEqual(['parent', ...[4, 5, 6].map((index) => `child ${index}`)]);
    expect(file).toMatchObject({ damaged: [], isTooNew: false, sizeBytes: whole.length });
    expect(contentsOf(await read(whole))).toEqual(contentsOf(file));
  });

  it('F22 torn at any length, it costs no whole line and never more than one damaged one', async () => {
    for (let length = 0; length <= whole.length; length += 1) {
      const { spans, damaged } = await read(whole.subarray(0, length));
      const text = whole.toString('latin1', 0, length);
      const lines = text.split('\n').slice(0, -1);
      const started = lines.filter((line) => line.startsWith('{"start"')).length;
      const ended = lines.filter((line) => line.startsWith('{"end"')).length;
      // The last line may be whole but for its newline, and then counts.
      const rest = text.slice(text.lastIndexOf('\n') + 1);
      const isWhole = rest.endsWith('}') && whole[length] === 0x0a;
      const lastStart = isWhole && rest.startsWith('{"start"') ? 1 : 0;
      const lastEnd = isWhole && rest.startsWith('{"end"') ? 1 : 0;
      expect(spans).toHaveLength(started + lastStart - ended - lastEnd);
      expect(damaged.map(({ isTorn }) => isTorn)).toEqual(rest === '' || isWhole ? [] : [true]);
    }
  }, 60_000);

  it('a damaged line costs at most itself', async () => {
    const lines = whole.toString('latin1').split('\n').slice(0, -1);
    const names = new Set(namesOf(await read(whole)));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: lines.length - 1 }),
        fc.string({ unit: 'binary-ascii' }).filter((text) => !text.includes('\n')),
        async (index, garbage) => {
          const damagedLines = lines.map((line, at) => (at === index ? `x${garbage}` : line));
          const file = await read(Buffer.from(`${damagedLines.join('\n')}\n`, 'latin1'));
          expect(file.damaged.map(({ line }) => line)).toEqual([index + 1]);
          const line = lines[index] ?? '';
          const found = new Set(namesOf(file));
          const missing = [...names].filter((name) => !found.has(name));
          const added = [...found].filter((name) => !names.has(name));
          // The start of an open span is that span; a lost end makes the span look open, as if nothing had been sent.
          expect(missing.length).toBeLessThanOrEqual(line.startsWith('{"start"') ? 1 : 0);
          expect(added.length).toBe(line.startsWith('{"end"') ? 1 : 0);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('is told by its first bytes', async () => {
    await read(whole);
    expect(isCrashFile(path)).toBe(true);
    await read(Buffer.from('{"message":1}\n'));
    expect(isCrashFile(path)).toBe(false);
    await read(Buffer.from('{'));
    expect(isCrashFile(path)).toBe(false);
  });

  it('gives nothing of a later version, and says so', async () => {
    const text = whole.toString('latin1').replace('{"spanbridge.crash":1', '{"spanbridge.crash":9');
    const file = await read(Buffer.from(text, 'latin1'));
    expect(file).toMatchObject({ isTooNew: true, spans: [], damaged: [{ line: 1 }] });
  });
});
