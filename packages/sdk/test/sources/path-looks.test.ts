import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PathAdmission } from '../../src/sources/path-admission.js';
import { PathLooks } from '../../src/sources/path-looks.js';
import { placedSource, useTailState, type WatchedState } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const LINE = '{"a":1}\n';

describe('PathLooks', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();
  const at = (name: string): string => join(directory(), name);

  function looksAt(state: WatchedState): PathLooks {
    const options = { startAt: 'start', filesMax: 100, lineBytesMax: 1_000 } as const;
    return new PathLooks(state, new PathAdmission(state, options));
  }

  test('a file that grew is queued, one that did not is quiet', async () => {
    writeFileSync(at('a'), LINE);
    const state = newState();
    const source = await placedSource(state, at('a'), LINE);
    const looks = looksAt(state);
    await looks.lookAt([at('a')]);
    expect([source.quietLooks, state.queue.take()]).toEqual([1, undefined]);
    appendFileSync(at('a'), LINE);
    await looks.lookAt([at('a')]);
    expect([source.quietLooks, state.queue.take(), source.sizeBytes]).toEqual([0, source, 16]);
  });

  test('one that could not be read to its end is queued at each look', async () => {
    writeFileSync(at('a'), LINE);
    const state = newState();
    const source = await placedSource(state, at('a'));
    source.isAtEnd = false;
    await looksAt(state).lookAt([at('a')]);
    expect(state.queue.take()).toBe(source);
  });

  test('a renamed file is found beside its old name, and one that was renamed in its stead too', async () => {
    for (const name of ['app', 'app.1']) writeFileSync(at(name), `{"name":"${name}"}\n`);
    const state = newState();
    const [newest, older] = [await placedSource(state, at('app')), await placedSource(state, at('app.1'))];
    renameSync(at('app.1'), at('app.2'));
    renameSync(at('app'), at('app.1'));
    await looksAt(state).lookAt([at('app')]);
    expect([newest.path, older.path]).toEqual([at('app.1'), at('app.2')]);
    expect([newest, older].map((source) => state.index.atPath(source.path))).toEqual([newest, older]);
    expect(state.events.map(({ type }) => type)).toEqual(['rotated', 'rotated']);
  });

  test('a file that is nowhere and not open is given up after three searches, with what was not read', async () => {
    writeFileSync(at('a'), LINE + LINE);
    const state = newState();
    const source = await placedSource(state, at('a'), LINE);
    rmSync(at('a'));
    const looks = looksAt(state);
    for (let search = 0; search < 2; search++) {
      await looks.lookAtAll([]);
      expect([source.place, source.state]).toEqual(['nowhere', 'followed']);
    }
    await looks.lookAtAll([]);
    expect(state.events).toMatchObject([{ type: 'gone', path: at('a'), lostBytes: 8 }]);
  });

  test('an open file without a path is closed after twenty quiet looks', async () => {
    writeFileSync(at('a'), LINE);
    const state = newState();
    const source = await placedSource(state, at('a'), LINE);
    await state.files.acquire(source);
    rmSync(at('a'));
    const looks = looksAt(state);
    await looks.lookAt([at('a')]);
    expect([source.place, state.queue.take()]).toEqual(['handle', source]);
    source.isAtEnd = true;
    let count = 0;
    for (; count < 100 && state.files.count > 0; count++) await looks.lookAt([]);
    expect([count, source.place]).toEqual([19, 'nowhere']);
  });

  test('only files that changed lately are looked at between two searches', async () => {
    for (const name of ['a', 'b']) writeFileSync(at(name), `{"name":"${name}"}\n`);
    const state = newState();
    const [quiet, busy] = [await placedSource(state, at('a')), await placedSource(state, at('b'))];
    const looks = looksAt(state);
    await looks.lookAtAll([at('a'), at('b')]);
    quiet.quietLooks = 10;
    busy.quietLooks = 9;
    expect(looks.busyPaths([at('c')])).toEqual([at('b'), at('c')]);
    state.queue.add(busy);
    expect(looks.busyPaths([])).toEqual([]);
  });

  test('a shorter file is told with what nobody read; one shorter than what was read begins anew', async () => {
    writeFileSync(at('a'), LINE.repeat(3));
    const state = newState();
    const source = await placedSource(state, at('a'), LINE);
    const looks = looksAt(state);
    truncateSync(at('a'), 16);
    await looks.lookAt([at('a')]);
    expect(state.events).toMatchObject([{ type: 'truncated', lostBytes: 8 }]);
    truncateSync(at('a'), 7);
    await looks.lookAt([at('a')]);
    expect(state.index.atPath(at('a'))).not.toBe(source);
    expect(source.isTruncated).toBe(true);
  });

  test('a path that may not be looked at is told once and changes nothing', async () => {
    const state = newState();
    const looks = looksAt(state);
    await looks.lookAt(['with\u0000zero']);
    await looks.lookAt(['with\u0000zero']);
    expect(state.events).toHaveLength(1);
    expect(state.events[0]).toMatchObject({ type: 'warning' });
  });
});
