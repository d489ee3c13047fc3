import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { readProperty, toJsonText } from './json-text.js';

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
InheritsNothing.prototype = Object.create(null);

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
    addValue(this, key, value, 1);
  }

  /** Adds a value that is an attribute value already. */
  addConverted(key: string, value: AttributeValue): void {
    if (this.count >= this.limits.attributesMax) {
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

/** An array of one primitive type, as it is; every other array as JSON text, for OTel 2.x has no mixed arrays. */
function toArrayValue(values: readonly unknown[], limits: AttributeLimits): AttributeValue {
  const converted: (string | number | boolean)[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const primitive = toPrimitive(readProperty(values, index)?.value, limits);
    const first = converted[0];
    if (primitive === undefined || (first !== undefined && typeof first !== typeof primitive)) {
      return cutText(toJsonText(values), limits);
    }
    converted.push(primitive);
  }
  return converted as string[];
}

function isEmptyOrUnreadable(value: object): boolean {
  try {
    return Object.keys(value).length === 0;
  } catch {
    return true;
  }
}

function flattenInto(builder: AttributeBuilder, source: object, prefix: string, depth: number): void {
  for (const key of Object.keys(source)) {
    const read = readProperty(source, key);
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (read === undefined) builder.addConverted(name, '[unreadable]');
    else addValue(builder, name, read.value, depth);
  }
}

function addValue(builder: AttributeBuilder, name: string, value: unknown, depth: number): void {
  const { limits } = builder;
  const primitive = toPrimitive(value, limits);
  if (primitive !== undefined) builder.addConverted(name, primitive);
  else if (typeof value !== 'object' || value === null) return;
  else if (Array.isArray(value)) builder.addConverted(name, toArrayValue(value, limits));
  else if (value instanceof Date) builder.addConverted(name, dateText(value));
  else if (depth >= limits.depthMax || isEmptyOrUnreadable(value)) {
    builder.addConverted(name, cutText(toJsonText(value), limits));
  } else flattenInto(builder, value, name, depth + 1);
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
  try {
    flattenInto(builder, source, '', 1);
  } catch {
    // Listing the keys of a revoked proxy throws; what was collected before stays.
    builder.droppedCount += 1;
  }
  return builder;
}
