import type { AttributeValue } from '@opentelemetry/api';
import { type SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { quoteAscii } from './ascii-json.js';
import { LINE_BYTES_MAX, type LinePlace } from './span-lines.js';

/** OTLP's bits for "it is known whether the parent is remote" and "it is" (trace.proto, `SpanFlags`). */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** Attribute keys that are remembered; programs have some tens. Beyond it all are forgotten. */
const KEYS_MAX = 1_000;

/** Longest text of an attribute that is remembered, in bytes. */
const REMEMBERED_BYTES_MAX = 256;

/** An attribute as it was written first: most attributes of most programs have the same value again. */
interface Remembered {
  readonly prefix: Uint8Array;
  value: AttributeValue | undefined;
  whole: Uint8Array;
}

const NOTHING: Uint8Array = new Uint8Array();
const START = bytesOf('{"start":');
const PARENT = bytesOf('","parentSpanId":"');
const SPAN = bytesOf('","spanId":"');
const ATTRIBUTES = bytesOf('","attributes":{');
const END = bytesOf('}}\n');
const COMMA = 0x2c;
const DIGIT_ZERO = 0x30;

/**
 * Writes the line of the start of a plain span: no links, events or trace state, and attributes that JSON can tell as
 * they are. Nearly all spans are plain when they start, and this is the hot path of the journal: bytes are put one
 * after the other, because objects for the codec, or a string of many pieces, take longer than the system call.
 */
export class PlainStartLine {
  private readonly remembered = new Map<string, Remembered>();
  private at = 0;
  private head = NOTHING;
  private headName: string | undefined;
  private headKind: SpanKind | undefined;
  private headFlags = -1;
  private headResource = -1;
  private headScope = -1;
  private second = -1;
  private secondBytes = NOTHING;

  /** @param out - where lines are put, from its first byte on; at least as long as the longest line */
  constructor(private readonly out: Uint8Array) {}

  /** Answers the length of the line; 0 for a span that is not plain, or too long. */
  write(span: ReadableSpan, place: LinePlace): number {
    const { traceId, spanId, traceFlags, traceState } = span.spanContext();
    if (traceState !== undefined || place.isAnchored || !isPlain(span)) return 0;
    const parent = span.parentSpanContext;
    const isFit =
      traceId.length === TRACE_ID_DIGITS &&
      spanId.length === SPAN_ID_DIGITS &&
      (parent === undefined || parent.spanId.length === SPAN_ID_DIGITS) &&
      isPlainTime(span.startTime);
    if (!isFit) return 0;
    const flags = (traceFlags & 0xff) | HAS_IS_REMOTE | (parent?.isRemote === true ? IS_REMOTE : 0);
    this.at = 0;
    this.put(START);
    this.putInteger(place.number);
    this.put(this.headOf(span, flags, place));
    this.putText(traceId);
    this.put(SPAN);
    this.putText(spanId);
    if (parent !== undefined) {
      this.put(PARENT);
      this.putText(parent.spanId);
    }
    this.putTime(span.startTime);
    this.put(ATTRIBUTES);
    if (!this.putAttributes(span.attributes)) return 0;
    this.put(END);
    return this.at > LINE_BYTES_MAX ? 0 : this.at;
  }

  private headOf({ name, kind }: ReadableSpan, flags: number, { resource, scope }: LinePlace): Uint8Array {
    const isSame =
      name === this.headName &&
      kind === this.headKind &&
      scope === this.headScope &&
      flags === this.headFlags &&
      resource === this.headResource;
    if (isSame) return this.head;
    this.headName = name;
    this.headKind = kind;
    this.headScope = scope;
    this.headFlags = flags;
    this.headResource = resource;
    const numbers = `"resource":${resource},"scope":${scope},"flags":${flags},"kind":${kind + 1}`;
    this.head = bytesOf(`,${numbers},"name":${quoteAscii(name)},"traceId":"`);
    return this.head;
  }

  private putAttributes(attributes: ReadableSpan['attributes']): boolean {
    let isFirst = true;
    for (const key in attributes) {
      if (!isFirst) this.out[this.at++] = COMMA;
      isFirst = false;
      const value = attributes[key];
      const known = this.remembered.get(key) ?? this.remember(key);
      if (value === known.value && value !== undefined) this.put(known.whole);
      else if (!this.putAttribute(known, value)) return false;
    }
    return true;
  }

  private putAttribute(known: Remembered, value: AttributeValue | undefined): boolean {
    const from = this.at;
    this.put(known.prefix);
    switch (typeof value) {
      case 'string':
        if (value.length > LINE_BYTES_MAX) return false;
        this.putQuoted(value);
        break;
      case 'boolean':
        this.putText(value ? 'true' : 'false');
        break;
      case 'number':
        // JSON has no minus zero, and no number that is not finite.
        if (!Number.isFinite(value) || Object.is(value, -0)) return false;
        this.putText(String(value));
        break;
      default:
        return false;
    }
    if (known.value === undefined && this.at - from <= REMEMBERED_BYTES_MAX) {
      known.value = value;
      // Not `slice`: of a Buffer that would be a view of bytes that change with the next line.
      known.whole = new Uint8Array(this.out.subarray(from, this.at));
    }
    return true;
  }

  private remember(key: string): Remembered {
    if (this.remembered.size >= KEYS_MAX) this.remembered.clear();
    const known: Remembered = { prefix: bytesOf(`${quoteAscii(key)}:`), value: undefined, whole: NOTHING };
    if (key.length < REMEMBERED_BYTES_MAX) this.remembered.set(key, known);
    return known;
  }

  private putTime([seconds, nanos]: ReadableSpan['startTime']): void {
    if (seconds !== this.second) {
      this.second = seconds;
      this.secondBytes = bytesOf(`","startTimeUnixNano":"${seconds}`);
    }
    this.put(this.secondBytes);
    this.putDigits(nanos, 9);
  }

  private putInteger(value: number): void {
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    this.putDigits(value, digits);
  }

  private putDigits(value: number, digits: number): void {
    let rest = value;
    for (let at = this.at + digits - 1; at >= this.at; at -= 1) {
      const next = Math.floor(rest / 10);
      this.out[at] = DIGIT_ZERO + rest - next * 10;
      rest = next;
    }
    this.at += digits;
  }

  /** Bytes beyond the end of the buffer are lost, and the length tells so. */
  private put(bytes: Uint8Array): void {
    if (this.at + bytes.length <= this.out.length) this.out.set(bytes, this.at);
    this.at += bytes.length;
  }

  private putText(text: string): void {
    const { out, at } = this;
    for (let index = 0; index < text.length; index += 1) out[at + index] = text.charCodeAt(index);
    this.at += text.length;
  }

  private putQuoted(text: string): void {
    const { out } = this;
    let { at } = this;
    out[at++] = 0x22;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) {
        this.putText(quoteAscii(text));
        return;
      }
      out[at++] = code;
    }
    out[at++] = 0x22;
    this.at = at;
  }
}

function isPlain(span: ReadableSpan): boolean {
  if (span.links.length > 0 || span.events.length > 0 || span.status.code !== SpanStatusCode.UNSET) return false;
  return span.droppedAttributesCount === 0 && span.droppedEventsCount === 0 && span.droppedLinksCount === 0;
}

function isPlainTime([seconds, nanos]: ReadableSpan['startTime']): boolean {
  return Number.isSafeInteger(seconds) && seconds > 0 && nanos >= 0 && nanos <= 999_999_999 && nanos % 1 === 0;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
