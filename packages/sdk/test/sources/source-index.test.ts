import { SourceIndex } from '../../src/sources/source-index.js';
import { type TailSource } from '../../src/sources/tail-source.js';
import { cursorBehind, inventedSource } from './tail-state.js';

/** A source that is in its file, under its path. */
function placed(id: string, path?: string, read?: string): TailSource {
  const source = inventedSource(id, path, read);
  source.place = 'path';
  return source;
}

describe('SourceIndex', () => {
  test('a source is found by its path and its file, and by neither once it is lost', () => {
    const index = new SourceIndex();
    const source = placed('7', '/a');
    index.addInFile(source);
    expect([index.atPath('/a'), index.inFile(source), index.lostFrom(source)]).toEqual([source, source, []]);
    index.addLost(source);
    expect([index.atPath('/a'), index.inFile(source), index.lostFrom(source)]).toEqual([
      undefined,
      undefined,
      [source],
    ]);
    expect([source.place, index.searched, index.isLost(source)]).toEqual(['nowhere', [source], true]);
    expect(index.formerAt('/a')).toBe(source);
  });

  test('sources are found by how their text begins, as far as it was read', () => {
    const index = new SourceIndex();
    const [short, long, other] = [placed('1', '/1', 'ab'), placed('2', '/2', 'abcd'), placed('3', '/3', 'x')];
    for (const source of [short, long, other]) index.addInFile(source);
    expect(index.beginningLike(Buffer.from('abcdef'))).toEqual([long, short]);
    expect(index.beginningLike(Buffer.from('abc'))).toEqual([short]);
    short.cursor = cursorBehind('abX');
    index.noteHead(short);
    expect(index.beginningLike(Buffer.from('abcdef'))).toEqual([long]);
    expect(index.beginningLike(Buffer.from('abXY'))).toEqual([short]);
  });

  test('a text of which nothing was read is like none', () => {
    const index = new SourceIndex();
    index.addInFile(placed('1'));
    expect(index.beginningLike(Buffer.from('abc'))).toEqual([]);
  });

  test('what a checkpoint knows is the former of its path until all has been looked at', () => {
    const index = new SourceIndex();
    const source = inventedSource('1', '/a');
    index.addRestored(source);
    source.path = '/a.1';
    source.place = 'path';
    index.addInFile(source);
    expect(index.formerAt('/a')).toBe(source);
    index.endRestoring();
    expect(index.formerAt('/a')).toBeUndefined();
  });

  test('of one path and in all only so many are remembered that are gone, the newest', () => {
    const index = new SourceIndex({ goneMax: 4, gonePerPathMax: 2 });
    const sources = ['/a', '/a', '/a', '/b', '/c', '/d'].map((path, number) =>
      inventedSource(String(number), path, 'r'),
    );
    for (const source of sources) {
      index.addLost(source);
      source.state = 'gone';
      index.giveUp(source);
    }
    expect([...index.sources].map(({ id }) => id)).toEqual(['2', '3', '4', '5']);
    expect(index.beginningLike(Buffer.from('rest')).map(({ id }) => id)).toEqual(['5', '4', '3', '2']);
    expect([index.searched, index.lostFrom({ device: '1', inode: '0' })]).toEqual([[], []]);
  });

  test('a source that comes back is gone no longer', () => {
    const index = new SourceIndex({ goneMax: 1, gonePerPathMax: 1 });
    const [back, gone] = [inventedSource('1'), inventedSource('2')];
    back.state = gone.state = 'gone';
    index.addLost(back);
    back.place = 'path';
    index.addInFile(back);
    index.addLost(gone);
    expect([...index.sources]).toEqual([back, gone]);
  });

  test('a source that is withdrawn was never there', () => {
    const index = new SourceIndex();
    const source = placed('1', '/a', 'abc');
    index.addInFile(source);
    index.withdraw(source);
    expect([[...index.sources], index.atPath('/a'), index.beginningLike(Buffer.from('abc'))]).toEqual([
      [],
      undefined,
      [],
    ]);
  });
});
