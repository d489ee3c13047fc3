import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { readProperty, toJsonText } from './json-text.js';
import { ObjectWalk } from './object-walk.js';

/** Limits of one set of attributes; what goes over `attributesMax` is counted in `droppedCount`. */
export interface AttributeLimits {
  /** Default 128, the limit of the OTel specification. */
  readonly attributesMax: number;
  /** Longest string value in UTF-16 units; longer ones are cut. Default: none is cut. */
  readonly valueLengthMax: number;
  /** Levels of nested objects that become dotted keys; what lies deeper becomes JSON text. Default 8. */
  readonly depthMax: number;
}

/** The limits of the OTel specification; 8 levels is deeper than people nest on purpose. */
export const DEFAULT_ATTRIBUTE_LIMITS: AttributeLimits = {
  attributesMax: 128,
  valueLengthMax: Number.POSITIVE_INFINITY,
  depthMax: 8,
};

/** Attributes with what did not fit. */
export interface ConvertedAttributes {
  /** Inherits nothing, so that `__proto__` and `constructor` are keys like any other. */
  readonly attributes: Attributes;
  readonly droppedCount: number;
  /** A rough size in memory, for limits by bytes. */
  readonly sizeBytes: number;
}

/** Bytes of memory that one attribute costs beside its key and value; measured on V8, rounded up. */
const ATTRIBUTE_OVERHEAD_BYTES = 32;

/**
 * Makes objects that inherit nothing. `Object.create(null)` would do, but V8 keeps such objects as hash tables: several
 * times the memory and time of an object that comes from a constructor.
 */
const InheritsNothing = function () {
  // The prototype below is all that matters.
} as unknown as new () => Attributes;
Object.defineProperty(InheritsNothing, 'prototype', { value: Object.create(null) as object });

/** A new set of attributes in which every string is an ordinary key. */
export function createAttributes(): Attributes {
  return new InheritsNothing();
}

/**
 * Collects attributes in the order in which they are added, under the limits: the one place where `unknown` becomes an
 * attribute value. See {@link toAttributes} for the rules.
 */
export class AttributeBuilder implements ConvertedAttributes {
  readonly attributes: Attributes = createAttributes();
  count = 0;
  droppedCount = 0;
  sizeBytes = 0;

  constructor(readonly limits: AttributeLimits = DEFAULT_ATTRIBUTE_LIMITS) {}

  /** Adds one value of any kind under a key; null and undefined add nothing. */
  add(key: string, value: unknown): void {
    addValue(this, undefined, key, value, 1);
  }

  /** True once every further attribute is only counted. */
  get isFull(): boolean {
    return this.count >= this.limits.attributesMax;
  }

  /** Adds a value that is an attribute value already. */
  addConverted(key: string, value: AttributeValue): void {
    if (this.isFull) {
      this.droppedCount += 1;
      return;
    }
    const name = this.freeName(key);
    this.attributes[name] = value;
    this.count += 1;
    this.sizeBytes += ATTRIBUTE_OVERHEAD_BYTES + name.length + valueSizeBytes(value);
  }

  /**
   * `{"a.b": 1, "a": {"b": 2}}` names one dotted key twice. Neither value may vanish, so the later one gets a number.
   */
  private freeName(key: string): string {
    // The specification wants keys that are not empty, and some backends refuse a whole request for one.
    const wanted = key === '' ? '_' : key.isWellFormed() ? key : key.toWellFormed();
    if (!(wanted in this.attributes)) return wanted;
    let number = 2;
    while (`${wanted}~${number}` in this.attributes) number += 1;
    return `${wanted}~${number}`;
  }
}

function valueSizeBytes(value: AttributeValue): number {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return 8;
  let size = 0;
  for (const item of value) size += typeof item === 'string' ? item.length + 8 : 8;
  return size;
}

function cutText(text: string, limits: AttributeLimits): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.length > limits.valueLengthMax ? whole.slice(0, limits.valueLengthMax).toWellFormed() : whole;
}

/** A value that needs no flattening; undefined when it has no attribute form of its own (objects, null, functions). */
function toPrimitive(value: unknown, limits: AttributeLimits): string | number | boolean | undefined {
  switch (typeof value) {
    case 'string':
      return cutText(value, limits);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    default:
      return undefined;
  }
}

/** What stands where a value could not be read: a getter threw, or a proxy was revoked. */
const UNREADABLE = '[unreadable]';

/** Items after which an array is cut: the most that the longest line can hold. Only a sparse array has more. */
const ITEMS_MAX = 8 * 1024 * 1024;

/** An array of one primitive type, as it is; every other array as JSON text, for OTel 2.x has no mixed arrays. */
function toArrayValue(values: readonly unknown[], limits: AttributeLimits, walk: ObjectWalk): AttributeValue {
  // Every item is read once: a getter may do work, or answer differently the second time.
  const items: unknown[] = [];
  const converted: (string | number | boolean)[] = [];
  const length = Math.min(values.length, ITEMS_MAX);
  for (let index = 0; index < length; index += 1) {
    const read = readProperty(values, index);
    const item = read === undefined ? UNREADABLE : read.value;
    items.push(item);
    const primitive = converted.length === index ? toPrimitive(item, limits) : undefined;
    if (primitive !== undefined && typeof primitive === typeof (converted[0] ?? primitive)) converted.push(primitive);
  }
  if (converted.length === values.length) return converted as string[];
  if (length < values.length) items.push('[cut]');
  return cutText(toJsonText(items, walk), limits);
}

function listKeys(value: object): readonly string[] | undefined {
  try {
    return Object.keys(value);
  } catch {
    return undefined;
  }
}

function flattenInto(
  builder: AttributeBuilder,
  walk: ObjectWalk,
  source: { readonly value: object; readonly keys: readonly string[]; readonly prefix: string },
  depth: number,
): void {
  for (const key of source.keys) {
    const read = readProperty(source.value, key);
    const name = source.prefix === '' ? key : `${source.prefix}.${key}`;
    if (read === undefined) builder.addConverted(name, UNREADABLE);
    else addValue(builder, walk, name, read.value, depth);
  }
}

function addValue(
  builder: AttributeBuilder,
  walk: ObjectWalk | undefined,
  name: string,
  value: unknown,
  depth: number,
): void {
  const primitive = toPrimitive(value, builder.limits);
  if (primitive !== undefined) builder.addConverted(name, primitive);
  else if (typeof value === 'object' && value !== null)
    addObject(builder, walk ?? new ObjectWalk(), name, value, depth);
}

function addObject(builder: AttributeBuilder, walk: ObjectWalk, name: string, value: object, depth: number): void {
  const step = walk.enter(value);
  if (step !== 'entered') {
    builder.addConverted(name, `[${step}]`);
    return;
  }
  try {
    // Asking a revoked proxy or a subclass of Date anything at all may throw.
    if (Array.isArray(value)) addText(builder, name, () => toArrayValue(value, builder.limits, walk));
    else if (value instanceof Date) builder.addConverted(name, dateText(value));
    else addMembers(builder, walk, name, value, depth);
  } catch {
    builder.addConverted(name, UNREADABLE);
  }
  walk.leave(value);
}

function addMembers(builder: AttributeBuilder, walk: ObjectWalk, name: string, value: object, depth: number): void {
  const { limits } = builder;
  const keys = listKeys(value);
  if (keys === undefined) builder.addConverted(name, UNREADABLE);
  else if (keys.length === 0 || depth >= limits.depthMax) {
    addText(builder, name, () => cutText(toJsonText(value, walk), limits));
  } else flattenInto(builder, walk, { value, keys, prefix: name }, depth + 1);
}

/** Adds a value that is dear to make; one that would only be counted as dropped is not made. */
function addText(builder: AttributeBuilder, name: string, make: () => AttributeValue): void {
  builder.addConverted(name, builder.isFull ? '' : make());
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString();
}

/**
 * Turns a stranger's object into OTel attributes.
 *
 * Nested objects become dotted keys down to `depthMax`, then JSON text; arrays of one primitive type stay arrays, all
 * others become JSON text; NaN, Infinity and integers beyond 2^53 become strings; cycles are marked; lone surrogates
 * become U+FFFD. null, undefined, functions and symbols carry nothing and are left out. Never throws.
 */
export function toAttributes(source: object, limits: AttributeLimits = DEFAULT_ATTRIBUTE_LIMITS): ConvertedAttributes {
  const builder = new AttributeBuilder(limits);
  const walk = new ObjectWalk();
  walk.enter(source);
  const keys = listKeys(source);
  // Not even the keys can be listed, as with a revoked proxy: something was there, and nobody can say what.
  if (keys === undefined) builder.droppedCount += 1;
  else flattenInto(builder, walk, { value: source, keys, prefix: '' }, 1);
  return builder;
}
