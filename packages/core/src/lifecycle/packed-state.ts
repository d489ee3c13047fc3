import { createAttributes } from '../model/attributes.js';

/**
 * Marks a text that stands for something JSON has no word for. A text of the data that begins with it gets it twice.
 */
const MARK = '\u0001';
const BIGINT_MARK = `${MARK}n`;
const NUMBER_MARK = `${MARK}d`;

/**
 * Plain data as JSON can carry it, exactly: bigints, -0 and numbers that are not finite become marked texts, members
 * that are undefined are left out. For the records of the table of pending spans, whose depth their attributes bound.
 */
export function packState(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.startsWith(MARK) ? MARK + value : value;
    case 'bigint':
      return `${BIGINT_MARK}${value}`;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : `${NUMBER_MARK}${numberText(value)}`;
    case 'object':
      return value === null ? null : packObject(value);
    default:
      return value;
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function packObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(packState);
  const packed = createAttributes() as Record<string, unknown>;
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) packed[key] = packState(member);
  }
  return packed;
}

/** Members that many records have in common, and that the table compares by identity before it looks inside. */
const SHARED_MEMBERS: ReadonlySet<string> = new Set(['system', 'facts']);

/**
 * Reads packed data back. One reader for all records of a table: what they share (the system that wrote them, its
 * facts) becomes one object again, as it was before.
 */
export class StateReader {
  private readonly shared = new Map<string, unknown>();

  /** The data that {@link packState} packed. Objects inherit nothing: `__proto__` is a key like any other. */
  unpack(packed: unknown): unknown {
    if (typeof packed === 'string') return packed.startsWith(MARK) ? unpackText(packed) : packed;
    if (typeof packed !== 'object' || packed === null) return packed;
    if (Array.isArray(packed)) return packed.map((item) => this.unpack(item));
    const value = createAttributes() as Record<string, unknown>;
    for (const [key, member] of Object.entries(packed)) {
      value[key] = SHARED_MEMBERS.has(key) ? this.unpackShared(member) : this.unpack(member);
    }
    return value;
  }

  private unpackShared(packed: unknown): unknown {
    const text = JSON.stringify(packed);
    const known = this.shared.get(text);
    if (known !== undefined) return known;
    const value = this.unpack(packed);
    if (typeof value === 'object' && this.shared.size < SHARED_OBJECTS_MAX) this.shared.set(text, value);
    return value;
  }
}

/** Systems and facts are a handful; an attribute of that name must not fill the memory. */
const SHARED_OBJECTS_MAX = 10_000;

function unpackText(text: string): unknown {
  if (text.startsWith(BIGINT_MARK)) return BigInt(text.slice(BIGINT_MARK.length));
  if (text.startsWith(NUMBER_MARK)) return Number(text.slice(NUMBER_MARK.length));
  return text.slice(MARK.length);
}
