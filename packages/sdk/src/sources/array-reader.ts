import { type FrameCursor, type FramingStep } from './frame-cursor.js';
import { BYTE, isBlank } from './json-bytes.js';
import { type ValueReader } from './value-reader.js';

/** Reads between the elements of an array: passes over white space and commas, hands elements to the value reader. */
export class ArrayReader {
  constructor(private readonly values: ValueReader) {}

  /** Reads on to the next element or to the closing bracket. */
  read(cursor: FrameCursor): FramingStep {
    const { bytes, base } = cursor.window;
    for (let index = cursor.at - base; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      if (byte === BYTE.newline) this.beginLine(cursor);
      else if (isBlank(byte)) cursor.indent += cursor.isIndenting ? 1 : 0;
      else {
        cursor.isIndenting = false;
        if (byte !== BYTE.comma) return this.leave(cursor, byte, base + index);
      }
    }
    cursor.at = cursor.window.end;
    return 'more';
  }

  private beginLine(cursor: FrameCursor): void {
    cursor.line++;
    cursor.indent = 0;
    cursor.isIndenting = true;
  }

  private leave(cursor: FrameCursor, byte: number, offset: number): FramingStep {
    if (byte === BYTE.closeBracket) {
      cursor.at = offset + 1;
      return 'rest';
    }
    cursor.at = offset;
    const isScanned = byte === BYTE.openBrace || byte === BYTE.openBracket || byte === BYTE.quote;
    this.values.begin({ kind: isScanned ? 'element' : 'token', offset, indent: cursor.indent });
    return 'value';
  }
}
