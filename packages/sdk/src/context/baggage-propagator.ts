import {
  type BaggageEntry,
  baggageEntryMetadataFromString,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from './suppressed.js';

const BAGGAGE = 'baggage';

/** Limits of W3C Baggage. What is over them is left out, member by member. */
const PAIRS_MAX = 180;
const PAIR_BYTES_MAX = 4_096;
const HEADER_BYTES_MAX = 8_192;

/** Reads and writes the header of W3C Baggage. */
export class BaggagePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined || isTracingSuppressed(context)) return;
    const header = withinLimits(baggage.getAllEntries().map(([key, entry]) => toMember(key, entry))).join(',');
    if (header !== '') setter.set(carrier, BAGGAGE, header);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = getter.get(carrier, BAGGAGE);
    const text = typeof header === 'string' ? header : (header ?? []).join(',');
    const entries = new Map(withinLimits(text.split(',').filter(isMember)).flatMap(parseMember));
    if (entries.size === 0) return context;
    // `fromEntries` defines its keys, so `__proto__` is a key like any other.
    return propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(entries)));
  }

  fields(): string[] {
    return [BAGGAGE];
  }
}

/** The members that fit, in their order. */
function withinLimits(members: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let headerBytes = 0;
  for (const member of members) {
    const bytes = Buffer.byteLength(member);
    const separatorBytes = kept.length === 0 ? 0 : 1;
    if (kept.length === PAIRS_MAX) break;
    if (bytes > PAIR_BYTES_MAX || headerBytes + separatorBytes + bytes > HEADER_BYTES_MAX) continue;
    headerBytes += separatorBytes + bytes;
    kept.push(member);
  }
  return kept;
}

function toMember(key: string, { value, metadata }: BaggageEntry): string {
  const pair = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
  // Metadata is opaque: who sets it has encoded it.
  return metadata === undefined ? pair : `${pair};${metadata.toString()}`;
}

function isMember(text: string): boolean {
  return parseMember(text).length > 0;
}

/** One member as key and entry; nothing when it is broken. */
function parseMember(text: string): readonly (readonly [key: string, entry: BaggageEntry])[] {
  const [pair = '', ...properties] = text.split(';');
  const at = pair.indexOf('=');
  const key = decoded(pair.slice(0, Math.max(at, 0)));
  const value = decoded(pair.slice(at + 1));
  if (key === undefined || value === undefined || key === '' || value === '') return [];
  const metadata = properties.join(';');
  return [[key, metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) }]];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}
