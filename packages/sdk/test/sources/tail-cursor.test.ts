import { moveCursor, START, tailStart } from '../../src/sources/tail-cursor.js';
import { cursorBehind } from './tail-state.js';

describe('moveCursor', () => {
  test('in any steps it comes to the same, which is known from the text alone', () => {
    const text = Array.from({ length: 400 }, (_, index) => `line ${index}\n`).join('');
    for (const step of [1, 7, 100, 399]) {
      let cursor = START;
      const lines = text.split('\n').slice(0, -1);
      for (let at = 0; at < lines.length; at += step) {
        const some = lines.slice(at, at + step);
        const to = cursor.offsetBytes + some.join('\n').length + 1;
        cursor = moveCursor(cursor, Buffer.from(text.slice(tailStart(cursor), to)), some.length);
      }
      expect(cursor).toEqual(cursorBehind(text));
    }
  });
});
