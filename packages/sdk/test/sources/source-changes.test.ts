import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { displace, giveUp, lose, restart } from '../../src/sources/source-changes.js';
import { placedSource, statOf, useTailState } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('what happens to a source', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();
  const at = (): string => join(directory(), 'app.jsonl');

  test('without its path it is read to its end if it is open, else it is nowhere', async () => {
    writeFileSync(at(), '{"a":1}\n');
    const state = newState();
    const open = await placedSource(state, at());
    await state.files.acquire(open);
    displace(state, open);
    expect([open.place, state.queue.take(), state.index.atPath(at())]).toEqual(['handle', open, undefined]);
    const closed = await placedSource(state, at());
    displace(state, closed);
    expect([closed.place, state.queue.take()]).toEqual(['nowhere', undefined]);
  });

  test('truncated, it is searched for, and another takes its file and its handle', async () => {
    writeFileSync(at(), '{"b":1}\n');
    const state = newState();
    const source = await placedSource(state, at(), '{"a":1}\n{"a":2}\n');
    await state.files.acquire(source);
    restart(state, source, await statOf(at()));
    const next = state.index.atPath(at());
    expect(next).toMatchObject({ id: 'f2', place: 'path', cursor: { offsetBytes: 0, line: 1 } });
    expect([state.index.searched, state.queue.take()]).toEqual([[source], next]);
    expect(source).toMatchObject({ place: 'nowhere', isTruncated: true });
    expect(state.files.descriptorOf(source)).toBeUndefined();
    expect(next === undefined ? undefined : state.files.descriptorOf(next)).toBeDefined();
    expect(state.events).toMatchObject([{ type: 'truncated', path: at() }]);
  });

  test('lost, it is closed and searched for', async () => {
    writeFileSync(at(), '{"a":1}\n');
    const state = newState();
    const source = await placedSource(state, at());
    await state.files.acquire(source);
    state.queue.add(source);
    await lose(state, source);
    expect([state.files.count, state.queue.take(), state.index.searched]).toEqual([0, undefined, [source]]);
  });

  test.each([
    ['none', 20, false, { lostBytes: 12, detail: expect.stringContaining('12 bytes were not read') as string }],
    ['none', 8, false, { detail: expect.stringContaining('all of it was read') as string }],
    ['none', 8, true, undefined],
    ['none', 9, true, { lostBytes: 1, detail: expect.any(String) as string }],
    ['gzip', 20, false, { detail: expect.stringContaining('is not known') as string }],
  ] as const)(
    'given up (%s, 8 of %d bytes read, truncated: %s): %j',
    async (compression, sizeBytes, isTruncated, told) => {
      writeFileSync(at(), '');
      const state = newState();
      const source = await placedSource(state, at(), '{"a":1}\n');
      Object.assign(source, { compression, sizeBytes, isTruncated });
      await lose(state, source);
      giveUp(state, source);
      expect([source.state, state.index.searched]).toEqual(['gone', []]);
      expect(state.events).toEqual(told === undefined ? [] : [{ type: 'gone', path: at(), ...told }]);
    },
  );
});
