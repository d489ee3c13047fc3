import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OverflowEntry } from '@spanbridge/otlp';
import { readEarlyEntries, writeEarlyEntries } from '../../src/provider/early-entries.js';

const ENTRIES: readonly OverflowEntry[] = [
  { signal: 'traces', priority: 2, spanCount: 3, body: Buffer.from('one\ntwo') },
  { signal: 'traces', priority: 0, spanCount: 1, body: Buffer.alloc(0) },
];

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'early-')), 'spool');
});
afterEach(() => {
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

async function found(): Promise<(readonly OverflowEntry[])[]> {
  const all: (readonly OverflowEntry[])[] = [];
  for await (const { entries } of readEarlyEntries(directory)) all.push(entries);
  return all;
}

describe('early entries', () => {
  it('are read as they were written, until they are forgotten', async () => {
    writeEarlyEntries(directory, ENTRIES);
    expect(await found()).toEqual([ENTRIES]);
    for await (const early of readEarlyEntries(directory)) await early.forget();
    expect(await found()).toEqual([]);
  });

  it('leave a file alone that is not whole, or not theirs', async () => {
    writeEarlyEntries(directory, ENTRIES);
    const name = '00000000-0000-4000-8000-000000000000.entries';
    writeFileSync(join(`${directory}.early`, name), '{"signal":"traces","priority":1,"spanCount":1,"bytes":9}\nshort');
    writeFileSync(join(`${directory}.early`, 'notes.txt'), 'hello');
    expect(await found()).toEqual([ENTRIES]);
    expect(readdirSync(`${directory}.early`)).toHaveLength(3);
  });

  it('there are none without a directory', async () => {
    expect(await found()).toEqual([]);
  });

  it('are refused when a thousand files lie there, so that a program that always ends at once fills no disk', () => {
    writeEarlyEntries(directory, ENTRIES);
    for (let index = 1; index < 1_000; index += 1) writeFileSync(join(`${directory}.early`, `${index}`), '');
    expect(() => {
      writeEarlyEntries(directory, ENTRIES);
    }).toThrow('holds 1000 files already.');
  });
});
