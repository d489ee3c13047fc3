import { copyFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type AdmissionReason, PathAdmission } from '../../src/sources/path-admission.js';
import { lose, restart } from '../../src/sources/source-changes.js';
import { placedSource, statOf, useTailState, type WatchedState } from './tail-state.js';
import { asLines, records } from './tailing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const MANY = asLines(records('a', 0, 30));
const FOUND: AdmissionReason = { isMatched: true, isInitial: false, predecessor: undefined };

describe('PathAdmission', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();
  const at = (name: string): string => join(directory(), name);

  function admissionTo(state: WatchedState, startAt: 'start' | 'end' = 'start', filesMax = 10): PathAdmission {
    return new PathAdmission(state, { startAt, filesMax, lineBytesMax: 1_000 });
  }

  test('a new file is read from its start, after the one that had its name', async () => {
    writeFileSync(at('a'), MANY);
    writeFileSync(at('b'), '{"b":1}\n');
    const state = newState();
    const predecessor = await placedSource(state, at('b'), '{"b":1}\n');
    await admissionTo(state).admit(at('a'), await statOf(at('a')), { ...FOUND, predecessor });
    const source = state.index.atPath(at('a'));
    expect(source).toMatchObject({ place: 'path', cursor: { offsetBytes: 0 }, predecessor });
    expect(source === undefined ? undefined : state.files.descriptorOf(source)).toBeDefined();
    expect(state.queue.take()).toBe(source);
  });

  test('at the end begins what is there at the beginning, unless its name is known', async () => {
    writeFileSync(at('a'), MANY);
    writeFileSync(at('b'), MANY.replace('"number":0', '"number":9'));
    writeFileSync(at('c'), MANY.replace('"number":0', '"number":8'));
    const state = newState();
    const known = await placedSource(state, at('c'), '{"old":1}\n');
    known.birthtimeNs = '1';
    await lose(state, known);
    const admission = admissionTo(state, 'end');
    for (const name of ['a', 'c'])
      await admission.admit(at(name), await statOf(at(name)), { ...FOUND, isInitial: true });
    await admission.admit(at('b'), await statOf(at('b')), FOUND);
    const offsets = ['a', 'b', 'c'].map((name) => state.index.atPath(at(name))?.cursor.offsetBytes);
    expect(offsets).toEqual([MANY.length, 0, 0]);
  });

  test('a twin is held for four quiet looks, then it is a file of its own', async () => {
    writeFileSync(at('a'), MANY);
    copyFileSync(at('a'), at('a.1'));
    const state = newState();
    await placedSource(state, at('a'), MANY);
    const admission = admissionTo(state);
    for (let look = 0; look < 4; look++) {
      await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
      expect([admission.waitingPaths, state.index.atPath(at('a.1'))]).toEqual([[at('a.1')], undefined]);
    }
    await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
    expect([admission.waitingPaths, state.index.atPath(at('a.1'))?.cursor.offsetBytes]).toEqual([[], 0]);
  });

  test('a twin that keeps growing is held for fifty looks', async () => {
    writeFileSync(at('a'), MANY);
    const state = newState();
    await placedSource(state, at('a'), MANY);
    const admission = admissionTo(state);
    let looks = 0;
    for (; looks < 100 && state.index.atPath(at('a.1')) === undefined; looks++) {
      writeFileSync(at('a.1'), `${MANY}${'x'.repeat(looks)}`);
      await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
    }
    expect(looks).toBe(50);
  });

  test('a held copy takes the place of the source that is truncated', async () => {
    writeFileSync(at('a'), MANY);
    copyFileSync(at('a'), at('a.1'));
    const state = newState();
    const source = await placedSource(state, at('a'), MANY);
    const admission = admissionTo(state);
    await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
    truncateSync(at('a'), 0);
    restart(state, source, await statOf(at('a')));
    await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
    expect(state.index.atPath(at('a.1'))).toBe(source);
    expect(state.events.map(({ type }) => type)).toEqual(['truncated', 'copied']);
  });

  test('a held copy that ends before what was read has nothing more to give', async () => {
    writeFileSync(at('a'), MANY);
    writeFileSync(at('a.1'), asLines(records('a', 0, 25)));
    const state = newState();
    const source = await placedSource(state, at('a'), MANY);
    const admission = admissionTo(state);
    await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
    truncateSync(at('a'), 0);
    restart(state, source, await statOf(at('a')));
    await admission.admit(at('a.1'), await statOf(at('a.1')), FOUND);
    const copy = state.index.atPath(at('a.1'));
    expect(copy?.cursor.offsetBytes).toBe(asLines(records('a', 0, 25)).length);
    expect(source.place).toBe('nowhere');
  });

  test('a compressed file waits until three looks saw no change', async () => {
    const state = newState();
    const admission = admissionTo(state);
    const admitted: boolean[] = [];
    for (const text of ['a\n', 'a\nb\n', 'a\nb\n', 'a\nb\n', 'a\nb\n']) {
      const bytes = gzipSync(text);
      writeFileSync(at('a.gz'), bytes);
      await admission.admit(at('a.gz'), { ...(await statOf(at('a.gz'))), mtimeNs: '1' }, FOUND);
      admitted.push(state.index.atPath(at('a.gz')) !== undefined);
    }
    expect(admitted).toEqual([false, false, false, false, true]);
    expect(state.index.atPath(at('a.gz'))?.compression).toBe('gzip');
  });

  test('files beyond the limit are left alone, which is told once', async () => {
    const state = newState();
    const admission = admissionTo(state, 'start', 2);
    for (const name of ['a', 'b', 'c', 'd']) {
      writeFileSync(at(name), `{"name":"${name}"}\n`);
      await admission.admit(at(name), await statOf(at(name)), FOUND);
    }
    expect(state.index.inFilesCount).toBe(2);
    const message = 'More than 2 files are matched. The others are not followed.';
    expect(state.events.filter(({ type }) => type === 'warning')).toEqual([{ type: 'warning', message }]);
  });

  test('a file that is gone before it is opened, or that no pattern leads to, is no event', async () => {
    writeFileSync(at('a'), MANY);
    const state = newState();
    const admission = admissionTo(state);
    const file = await statOf(at('a'));
    await admission.admit(at('a'), file, { ...FOUND, isMatched: false });
    rmSync(at('a'));
    await admission.admit(at('a'), file, FOUND);
    expect([state.events, state.files.count, state.index.inFilesCount]).toEqual([[], 0, 0]);
  });
});
