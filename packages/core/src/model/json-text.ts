import { ObjectWalk } from './object-walk.js';

/** What stands in a text where a value could not be read. */
const UNREADABLE = '"[unreadable]"';

/** Length in UTF-16 units after which a text is cut: twice the longest line that is read, so no record is ever cut. */
const TEXT_LENGTH_MAX = 32 * 1024 * 1024;

/** One container that is being written: its keys (undefined for an array), and how far the writing has come. */
interface OpenContainer {
  readonly value: object;
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  index: number;
  isEmpty: boolean;
}

/** The text of a value that is no container; undefined for functions, symbols, undefined: JSON has no word for them. */
function leafText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.toWellFormed());
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${String(value)}"`;
    case 'boolean':
      return String(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? String(value) : `"${String(value)}"`;
    default:
      return value === null ? 'null' : undefined;
  }
}

/** Reads one property of a stranger's object: a getter or a revoked proxy may throw. */
export function readProperty(container: object, key: string | number): { readonly value: unknown } | undefined {
  try {
    return { value: (container as Record<string | number, unknown>)[key] };
  } catch {
    return undefined;
  }
}

/** Opens an object or array for writing; undefined when its keys cannot even be listed. */
function openContainer(value: object): OpenContainer | undefined {
  try {
    if (Array.isArray(value)) return { value, keys: undefined, length: value.length, index: 0, isEmpty: true };
    const keys = Object.keys(value);
    return { value, keys, length: keys.length, index: 0, isEmpty: true };
  } catch {
    return undefined;
  }
}

/** Writes one value with a stack of its own. */
class JsonWriter {
  private readonly parts: string[] = [];
  private readonly stack: OpenContainer[] = [];
  private length = 0;

  constructor(private readonly walk: ObjectWalk) {}

  write(root: object): string {
    this.walk.enter(root);
    this.open(root);
    for (let top = this.stack.at(-1); top !== undefined; top = this.stack.at(-1)) {
      if (top.index < top.length && this.length < TEXT_LENGTH_MAX) this.writeNext(top);
      else this.close(top);
    }
    return this.parts.join('');
  }

  private put(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }

  private open(value: object): void {
    const container = openContainer(value);
    if (container === undefined) {
      this.walk.leave(value);
      this.put(UNREADABLE);
      return;
    }
    this.put(container.keys === undefined ? '[' : '{');
    this.stack.push(container);
  }

  private close(top: OpenContainer): void {
    if (top.index < top.length) {
      const comma = top.isEmpty ? '' : ',';
      this.put(top.keys === undefined ? `${comma}"[cut]"` : `${comma}"[cut]":true`);
    }
    this.put(top.keys === undefined ? ']' : '}');
    this.walk.leave(top.value);
    this.stack.pop();
  }

  private writeNext(top: OpenContainer): void {
    const key = top.keys?.[top.index];
    const read = readProperty(top.value, key ?? top.index);
    top.index += 1;
    const value = read?.value;
    const isContainer = typeof value === 'object' && value !== null;
    const text = read === undefined ? UNREADABLE : isContainer ? '' : leafText(value);
    // As in JSON.stringify, what has no JSON form vanishes from objects and becomes null in arrays.
    if (text === undefined && key !== undefined) return;
    if (!top.isEmpty) this.put(',');
    top.isEmpty = false;
    if (key !== undefined) this.put(`${JSON.stringify(key.toWellFormed())}:`);
    if (isContainer) this.writeContainer(value);
    else this.put(text ?? 'null');
  }

  private writeContainer(value: object): void {
    const step = this.walk.enter(value);
    if (step === 'entered') this.open(value);
    else this.put(`"[${step}]"`);
  }
}

/**
 * Any value as JSON text: cycles and unreadable properties are marked, non-finite numbers and integers beyond 2^53 are
 * strings, lone surrogates become U+FFFD. Never throws, and ends on any graph of objects.
 *
 * Works with a stack of its own: `JSON.stringify` overflows the call stack at about 5,000 levels, and records of
 * strangers may be nested as deep as their line is long.
 *
 * @param walk - what has been entered already, when the value is part of something larger
 */
export function toJsonText(root: unknown, walk: ObjectWalk = new ObjectWalk()): string {
  if (typeof root !== 'object' || root === null) return leafText(root) ?? 'null';
  return new JsonWriter(walk).write(root);
}
