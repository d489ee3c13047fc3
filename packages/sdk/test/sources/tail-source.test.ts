import { type FilePosition } from '../../src/sources/file-position.js';
import { TailSource } from '../../src/sources/tail-source.js';
import { cursorBehind, inventedSource } from './tail-state.js';

describe('TailSource', () => {
  test('its position is that of what was taken, and JSON', () => {
    const source = inventedSource('7', '/a', '{"a":1}\n');
    source.cursor = cursorBehind('{"a":1}\n{"a":2}\n');
    const position: FilePosition = {
      identity: { device: '1', inode: '7', birthtimeNs: '1', fingerprint: cursorBehind('{"a":1}\n').head },
      path: '/a',
      compression: 'none',
      state: 'followed',
      sizeBytes: 8,
      offsetBytes: 8,
      line: 2,
      tail: cursorBehind('{"a":1}\n').tail,
    };
    expect(source.position()).toEqual(position);
    expect(JSON.parse(JSON.stringify(position))).toEqual(position);
    expect(TailSource.restore('f1', position).position()).toEqual(position);
    expect(source.position(source.cursor)).toMatchObject({ offsetBytes: 16, line: 3 });
  });

  test('a compressed file is complete only when its last piece was taken', () => {
    const source = inventedSource('7', '/a.gz', '{"a":1}\n');
    source.compression = 'gzip';
    source.state = 'complete';
    source.cursor = cursorBehind('{"a":1}\n{"a":2}\n');
    expect([source.position().state, source.position(source.cursor).state]).toEqual(['followed', 'complete']);
    source.taken = source.cursor;
    expect(source.position().state).toBe('complete');
  });

  test('what was not read is known of a plain file, and of a compressed one when it is complete', () => {
    const source = inventedSource('7', '/a', '{"a":1}\n');
    source.sizeBytes = 20;
    expect(source.unreadBytes).toBe(12);
    source.compression = 'gzip';
    expect(source.unreadBytes).toBeUndefined();
    source.state = 'complete';
    expect(source.unreadBytes).toBe(0);
  });

  test('one that is found again is followed again', () => {
    const source = inventedSource('7', '/a');
    source.state = 'gone';
    source.isTruncated = true;
    source.searchesLeft = 0;
    const file = {
      kind: 'file',
      device: '1',
      inode: '8',
      birthtimeNs: '2',
      mtimeNs: '3',
      sizeBytes: 5,
      isDeleted: false,
    } as const;
    source.settle('/b', file);
    expect(source).toMatchObject({ path: '/b', inode: '8', place: 'path', state: 'followed', isTruncated: false });
    expect([source.key, source.searchesLeft, source.isIn(file)]).toEqual(['1:8', 3, true]);
  });
});
