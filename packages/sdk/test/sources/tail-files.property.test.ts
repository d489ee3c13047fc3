import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { type FilePosition } from '../../src/sources/file-position.js';
import { checkpointOf, type TakenLine, Tailing } from './tailing.js';

type Step =
  | { readonly act: 'append'; readonly bytes: number }
  | { readonly act: 'rename' | 'copytruncate' | 'compress' | 'restart' | 'crash' }
  | { readonly act: 'look'; readonly looks: number };

/** A writer whose file is rotated now and then, in the middle of a line too: that line is never finished. */
class RotatedWriter {
  /** Lines whose newline was written, by the text that they belong to. */
  readonly complete: string[][] = [[]];
  private readonly path: string;
  private readonly renamed: { readonly name: string; readonly text: number; readonly pending: string }[] = [];
  private rest = '';
  private pending = '';
  private count = 0;
  private rotations = 0;

  constructor(
    private readonly directory: string,
    private readonly padBytes: number,
  ) {
    this.path = join(directory, 'app.jsonl');
    writeFileSync(this.path, '');
  }

  append(bytes: number): void {
    while (this.rest.length < bytes) this.rest += `${this.record()}\n`;
    const written = this.rest.slice(0, bytes);
    this.rest = this.rest.slice(bytes);
    appendFileSync(this.path, written);
    const lines = (this.pending + written).split('\n');
    this.pending = lines.pop() ?? '';
    this.complete.at(-1)?.push(...lines);
  }

  rename(): void {
    const name = `app.jsonl.${++this.rotations}`;
    renameSync(this.path, join(this.directory, name));
    this.renamed.push({ name, text: this.complete.length - 1, pending: this.pending });
    writeFileSync(this.path, '');
    this.beginText();
  }

  copyAndTruncate(): void {
    copyFileSync(this.path, join(this.directory, `app.jsonl.c${++this.rotations}`));
    truncateSync(this.path, 0);
    this.beginText();
  }

  /** Compresses the file that was renamed last. In it the last line counts without a newline too, if it is whole. */
  compress(): void {
    const renamed = this.renamed.pop();
    if (renamed === undefined) return;
    const path = join(this.directory, renamed.name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    unlinkSync(path);
    if (isWhole(renamed.pending)) this.complete[renamed.text]?.push(renamed.pending);
  }

  private beginText(): void {
    this.rest = '';
    this.pending = '';
    this.complete.push([]);
  }

  private record(): string {
    const text = this.complete.length - 1;
    return JSON.stringify({ text, number: this.count++, pad: 'x'.repeat((this.count * 37) % (this.padBytes + 1)) });
  }
}

function isWhole(text: string): boolean {
  return text.startsWith('{') && text.endsWith('"}');
}

/** Follows through restarts, and keeps what was taken: what a crash interrupts was not. */
class RestartedTailing {
  readonly taken: TakenLine[] = [];
  private positions: readonly FilePosition[] = [];
  private tailing: Tailing;

  constructor(
    private readonly directory: string,
    private readonly chunkBytes: number,
  ) {
    this.tailing = this.begin();
  }

  async look(looks: number): Promise<void> {
    await this.tailing.settle(looks);
  }

  /** Ends while a piece is held, if one comes soon, and begins again at what was taken before it. */
  async crash(): Promise<void> {
    const item = await this.tailing.next();
    const heldLines = item?.kind === 'piece' ? item.frames.length : 0;
    this.tailing.lines.length -= heldLines;
    await this.restart();
  }

  async restart(): Promise<void> {
    await this.end();
    this.tailing = this.begin();
  }

  async end(): Promise<void> {
    this.taken.push(...this.tailing.lines);
    this.positions = checkpointOf(this.tailing) ?? [];
    await this.tailing.end();
  }

  private begin(): Tailing {
    const { directory: cwd, positions, chunkBytes } = this;
    return new Tailing({ patterns: ['app.jsonl*'], cwd, positions, chunkBytes, handlesMax: 4 });
  }
}

/**
 * The whole lines of one text as they were taken. Those in its first 1 KiB may come again: a file is known by so few
 * bytes only while it can be seen what became of it.
 */
function takenOf(taken: readonly TakenLine[], text: number, complete: readonly string[]): readonly string[] {
  const early = new Set(complete.filter((_, index) => complete.slice(0, index + 1).join('\n').length < 1_024));
  const whole = taken.map((line) => line.text).filter((line) => line.startsWith(`{"text":${text},`) && isWhole(line));
  return whole.filter((line, index) => !early.has(line) || whole.indexOf(line) === index);
}

async function follow(steps: readonly Step[], padBytes: number, chunkBytes: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'spanbridge-tail-'));
  try {
    const writer = new RotatedWriter(directory, padBytes);
    const tailing = new RestartedTailing(directory, chunkBytes);
    for (const step of steps) {
      if (step.act === 'append') writer.append(step.bytes);
      else if (step.act === 'rename') writer.rename();
      else if (step.act === 'copytruncate') writer.copyAndTruncate();
      else if (step.act === 'compress') writer.compress();
      else if (step.act === 'look') await tailing.look(step.looks);
      else await tailing[step.act]();
    }
    await tailing.look(35);
    await tailing.end();
    const byText = writer.complete.map((lines, text) => takenOf(tailing.taken, text, lines));
    expect(byText).toEqual(writer.complete);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('append' as const), bytes: fc.integer({ min: 1, max: 1_500 }) }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('look' as const), looks: fc.integer({ min: 1, max: 7 }) }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>({ act: 'rename' }, { act: 'copytruncate' }, { act: 'compress' }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ act: 'restart' }, { act: 'crash' }) },
);

describe('following a file that is written, rotated and truncated at any moment', () => {
  test('every whole line is taken once, in order, through restarts at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.constantFrom(0, 40, 700),
        fc.constantFrom(97, 1_024, 65_536),
        follow,
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
