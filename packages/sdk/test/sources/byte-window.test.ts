import { ByteWindow } from '../../src/sources/byte-window.js';

describe('ByteWindow', () => {
  test('it moves over the input and keeps what was not discarded', () => {
    const window = new ByteWindow();
    window.append(Buffer.from('abc'));
    window.dropTo(2);
    window.append(Buffer.from('def'));
    expect({ base: window.base, end: window.end, text: window.decode(0, 4) }).toEqual({
      base: 2,
      end: 6,
      text: 'cdef',
    });
  });

  test('discarding past the end empties it, discarding before the start does nothing', () => {
    const window = new ByteWindow();
    window.append(Buffer.from('abc'));
    window.dropTo(100);
    expect({ base: window.base, length: window.bytes.length }).toEqual({ base: 3, length: 0 });
    window.append(Buffer.from('d'));
    window.dropTo(1);
    expect(window.decode(0, 1)).toBe('d');
  });

  test('text is decoded as UTF-8 while the window holds a byte that is not ASCII', () => {
    const window = new ByteWindow();
    window.append(Buffer.from('ab'));
    window.append(Buffer.from('é'));
    expect(window.decode(0, 4)).toBe('abé');
    window.append(Buffer.from('cd'));
    expect(window.decode(0, 6)).toBe('abécd');
    window.dropTo(4);
    expect(window.decode(0, 2)).toBe('cd');
  });

  test('a long left-over that is not ASCII is still decoded as UTF-8 when ASCII follows', () => {
    const window = new ByteWindow();
    window.append(Buffer.from(`x${'é'.repeat(40_000)}`));
    window.dropTo(1);
    window.append(Buffer.from('z'));
    expect(window.decode(0, window.bytes.length)).toBe(`${'é'.repeat(40_000)}z`);
  });

  test('what is appended may be overwritten by its owner', () => {
    const window = new ByteWindow();
    const chunk = Buffer.from('abc');
    window.append(chunk);
    chunk.fill(0);
    expect(window.decode(0, 3)).toBe('abc');
  });
});
