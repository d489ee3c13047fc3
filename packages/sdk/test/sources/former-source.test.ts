import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Candidate, compareWithTwin, findFormer, type Former } from '../../src/sources/former-source.js';
import { lose, restart, type TailState } from '../../src/sources/source-changes.js';
import { placedSource, statOf, useTailState } from './tail-state.js';
import { asLines, records } from './tailing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const FEW = asLines(records('a', 0, 3));
const MANY = asLines(records('a', 0, 30));

describe('finding the source whose text a file holds', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();
  const at = (name: string): string => join(directory(), name);

  async function withCandidate<T>(name: string, use: (candidate: Candidate) => Promise<T>): Promise<T> {
    const path = at(name);
    const handle = await open(path);
    try {
      const head = (await readFile(path)).subarray(0, 1_024);
      return await use({ path, descriptor: handle.fd, file: await statOf(path), compression: 'none', head });
    } finally {
      await handle.close();
    }
  }

  async function find(state: TailState, name: string): Promise<Former | undefined> {
    return withCandidate(name, (candidate) => findFormer(state, candidate, () => undefined));
  }

  test('the file of a lost source is known under any name, few bytes or many', async () => {
    for (const text of [FEW, MANY]) {
      writeFileSync(at('a'), text);
      const state = newState();
      const source = await placedSource(state, at('a'), text);
      await lose(state, source);
      renameSync(at('a'), at('b'));
      expect(await find(state, 'b')).toEqual({ kind: 'known', source, isCopy: false });
    }
  });

  test('a lost source whose file has another text now is told', async () => {
    writeFileSync(at('a'), MANY);
    const state = newState();
    const source = await placedSource(state, at('a'), MANY.replace('"number":29', '"number":99'));
    await lose(state, source);
    const told: unknown[] = [];
    const former = await withCandidate('a', (candidate) => findFormer(state, candidate, (other) => told.push(other)));
    expect([former, told]).toEqual([undefined, [source]]);
  });

  test('a copy is known by many bytes, a longer one too, a different one not', async () => {
    writeFileSync(at('a'), MANY);
    const state = newState();
    const source = await placedSource(state, at('a'), MANY);
    await lose(state, source);
    writeFileSync(at('longer'), `${MANY}{"more":1}\n`);
    writeFileSync(at('other'), MANY.replace('"number":29', '"number":99'));
    expect(await find(state, 'longer')).toEqual({ kind: 'known', source, isCopy: true });
    expect(await find(state, 'other')).toBeUndefined();
  });

  test('few bytes are known in a copy beside the file that was truncated only', async () => {
    writeFileSync(at('a'), FEW);
    copyFileSync(at('a'), at('a.1'));
    const state = newState();
    const source = await placedSource(state, at('a'), FEW);
    restart(state, source, await statOf(at('a')));
    expect(await find(state, 'a.1')).toEqual({ kind: 'known', source, isCopy: true });
    source.isTruncated = false;
    expect(await find(state, 'a.1')).toBeUndefined();
  });

  test('a source that is still read from its open handle is waited for', async () => {
    writeFileSync(at('a'), MANY);
    copyFileSync(at('a'), at('b'));
    const state = newState();
    const source = await placedSource(state, at('a'), MANY);
    source.place = 'handle';
    source.isAtEnd = false;
    expect(await find(state, 'b')).toEqual({ kind: 'drained' });
    source.isAtEnd = true;
    expect(await find(state, 'b')).toEqual({ kind: 'known', source, isCopy: true });
  });

  test('a file that equals one which is in its place is its twin: whole, a beginning, or different', async () => {
    writeFileSync(at('a'), MANY);
    const state = newState();
    const source = await placedSource(state, at('a'), MANY);
    for (const [text, comparison] of [
      [`${MANY}more`, 'whole'],
      [MANY.slice(0, 2_000), 'beginning'],
      [`${MANY.slice(0, 1_500)}!`, 'different'],
      [MANY.replace('"number":29', '"number":99'), 'different'],
    ] as const) {
      writeFileSync(at('b'), text);
      const [former, compared] = await withCandidate(
        'b',
        async (candidate) =>
          [
            await findFormer(state, candidate, () => undefined),
            await compareWithTwin(state, source, candidate),
          ] as const,
      );
      expect([former, compared]).toEqual([{ kind: 'twin', source }, comparison]);
    }
  });
});
