import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { parseBase64 } from '../base64.js';
import { createAttributes } from '../decoded-span.js';
import { DECODED_DEPTH_MAX } from '../limits.js';
import type { JsonCursor, JsonObject } from './cursor.js';

/** Reads the list of KeyValues `name`. A key that comes twice keeps its first place and its last value. */
export function readAttributes(cursor: JsonCursor, object: JsonObject, name = 'attributes'): Attributes {
  return readMembers(cursor, object, name, 0);
}

/** Reads one AnyValue; null when it is not set. */
export function readAnyValue(cursor: JsonCursor, any: JsonObject): unknown {
  return readAny(cursor, any, 0);
}

function readMembers(cursor: JsonCursor, object: JsonObject, name: string, depth: number): Attributes {
  const members = createAttributes();
  cursor.each(object, name, (entry) => {
    const value = cursor.member(entry, 'value', (any) => readAny(cursor, any, depth)) ?? null;
    members[cursor.text(entry, 'key')] = value as AttributeValue;
  });
  return members;
}

/**
 * Recursion ends at {@link DECODED_DEPTH_MAX} with a malformed body. A value that is not set is null; when several
 * members are set, the last one wins, as it does in protobuf.
 */
function readAny(cursor: JsonCursor, any: JsonObject, depth: number): unknown {
  let value: unknown = null;
  for (const name of Object.keys(any)) {
    if (any[name] === null) continue;
    const read = VALUE_READERS.get(name);
    if (read !== undefined) value = read(cursor, any, name, depth);
  }
  return value;
}

type ValueReader = (cursor: JsonCursor, any: JsonObject, name: string, depth: number) => unknown;

const VALUE_READERS: ReadonlyMap<string, ValueReader> = new Map<string, ValueReader>([
  ['stringValue', (cursor, any, name) => cursor.text(any, name)],
  ['boolValue', (cursor, any, name) => cursor.bool(any, name)],
  ['intValue', (cursor, any, name) => cursor.int64(any, name)],
  ['doubleValue', (cursor, any, name) => cursor.double(any, name)],
  ['bytesValue', readBytes],
  ['arrayValue', readArray],
  ['kvlistValue', readMap],
]);

function readBytes(cursor: JsonCursor, any: JsonObject, name: string): Uint8Array {
  return parseBase64(cursor.text(any, name)) ?? cursor.failAt(name, 'base64 is expected');
}

function readArray(cursor: JsonCursor, any: JsonObject, name: string, depth: number): unknown[] {
  checkDepth(cursor, name, depth);
  const values: unknown[] = [];
  cursor.member(any, name, (array) => {
    cursor.each(array, 'values', (value) => {
      cursor.countMessage();
      values.push(readAny(cursor, value, depth + 1));
    });
  });
  return values;
}

function readMap(cursor: JsonCursor, any: JsonObject, name: string, depth: number): Attributes {
  checkDepth(cursor, name, depth);
  return cursor.member(any, name, (map) => readMembers(cursor, map, 'values', depth + 1)) ?? createAttributes();
}

function checkDepth(cursor: JsonCursor, name: string, depth: number): void {
  if (depth >= DECODED_DEPTH_MAX) cursor.failAt(name, `a value nests deeper than ${DECODED_DEPTH_MAX} levels`);
}
