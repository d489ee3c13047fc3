/** What stands in a text where a value could not be written. */
const CIRCULAR = '"[circular]"';
const UNREADABLE = '"[unreadable]"';

/** One container that is being written: its keys (undefined for an array), and how far the writing has come. */
interface OpenContainer {
  readonly value: object;
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  index: number;
  isEmpty: boolean;
}

/** The text of a value that is no container; undefined for what JSON has no word for (functions, symbols, undefined). */
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

/**
 * Any value as JSON text: cycles and unreadable properties are marked, non-finite numbers and integers beyond 2^53 are
 * strings, lone surrogates become U+FFFD.
 *
 * Works with a stack of its own: `JSON.stringify` overflows the call stack at about 5,000 levels, and records of
 * strangers may be nested as deep as their line is long.
 */
export function toJsonText(root: unknown): string {
  const rootLeaf = leafText(root);
  if (rootLeaf !== undefined) return rootLeaf;
  if (typeof root !== 'object' || root === null) return 'null';
  const parts: string[] = [];
  const stack: OpenContainer[] = [];
  const open = new Set<object>();
  const enter = (value: object): void => {
    const container = openContainer(value);
    if (container === undefined) {
      parts.push(UNREADABLE);
      return;
    }
    parts.push(container.keys === undefined ? '[' : '{');
    open.add(value);
    stack.push(container);
  };
  enter(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (top.index < top.length) {
      writeNext(top, parts, open, enter);
      continue;
    }
    parts.push(top.keys === undefined ? ']' : '}');
    open.delete(top.value);
    stack.pop();
  }
  return parts.join('');
}

function writeNext(
  top: OpenContainer,
  parts: string[],
  open: ReadonlySet<object>,
  enter: (value: object) => void,
): void {
  const key = top.keys?.[top.index];
  const read = readProperty(top.value, key ?? top.index);
  top.index += 1;
  const isContainer = typeof read?.value === 'object' && read.value !== null;
  const text = read === undefined ? UNREADABLE : isContainer ? '' : leafText(read.value);
  // As in JSON.stringify, what has no JSON form vanishes from objects and becomes null in arrays.
  if (text === undefined && key !== undefined) return;
  if (!top.isEmpty) parts.push(',');
  top.isEmpty = false;
  if (key !== undefined) parts.push(JSON.stringify(key.toWellFormed()), ':');
  if (!isContainer) parts.push(text ?? 'null');
  else if (open.has(read.value as object)) parts.push(CIRCULAR);
  else enter(read.value as object);
}
