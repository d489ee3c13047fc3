import type { EventJson, ResourceJson, ScopeJson, SpanJson } from '@spanbridge/otlp';
import { isRecord } from '@spanbridge/core';
import { CRASH_FILE_VERSION, parseHeader } from './crash-file-header.js';
import { readPlainSpan } from './read-plain-span.js';
import type { CrashEntry, CrashFileContent, Declared } from './crash-entry.js';
import { decodeEntries } from './decode-entries.js';

/** Events of a span that are kept, as the SDK would; older ones are counted as dropped. */
const EVENTS_MAX = 128;

/** What became of one line. */
export type CrashLineResult =
  | { readonly status: 'read' }
  | { readonly status: 'damaged'; readonly detail: string }
  /** A later version of the format: nothing of the file can be relied upon. */
  | { readonly status: 'too-new'; readonly detail: string };

const READ: CrashLineResult = { status: 'read' };

/**
 * Reads a crash file line by line and tells which spans were open. What it tells is a function of the lines alone, so
 * that everybody who reads the file sends the same bytes. A line that is damaged costs what it says and nothing else.
 */
export class CrashReader {
  private readonly entries = new Map<number, CrashEntry>();
  private readonly ended = new Set<number>();
  private readonly resources = new Map<number, Declared<ResourceJson>>();
  private readonly scopes = new Map<number, Declared<ScopeJson>>();
  /** The last time that says of all spans before it that they were open, and its line. */
  private alive = { line: 0, timeUnixNano: 0n };

  /** Takes one line, without its newline. */
  take(text: string, line: number): CrashLineResult {
    if (text === '') return READ;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return damaged('is no JSON');
    }
    return isRecord(value) ? this.takeRecord(value, line) : damaged('is no object');
  }

  /** The spans that were open when the last line was written, parents before children. */
  finish(): CrashFileContent {
    const entries = [...this.entries.values()].sort((a, b) => a.number - b.number);
    const open = entries.filter(({ number }) => !this.ended.has(number));
    for (const { line, number } of open) if (line < this.alive.line) this.note(number, this.alive.timeUnixNano);
    spreadEvidence(entries);
    return decodeEntries(open, { resources: this.resources, scopes: this.scopes });
  }

  private takeRecord(record: Readonly<Record<string, unknown>>, line: number): CrashLineResult {
    if ('start' in record) return this.takeStart(record, line);
    if ('end' in record) return this.takeEnd(record);
    if ('update' in record) return this.takeUpdate(record);
    if ('alive' in record) return this.takeAlive(record, line);
    if ('resource' in record) return declare(this.resources, record, 'resource');
    if ('scope' in record) return declare(this.scopes, record, 'scope');
    const header = parseHeader(record);
    if (header === undefined) return damaged('is of no known kind');
    if (header.version <= CRASH_FILE_VERSION) return READ;
    return { status: 'too-new', detail: `is of format ${header.version}, and ${CRASH_FILE_VERSION} is the last known` };
  }

  private takeStart(record: Readonly<Record<string, unknown>>, line: number): CrashLineResult {
    const { start: number, resource, scope, anchored } = record;
    const span = record['span'] ?? readPlainSpan(record);
    if (!isNumber(number) || !isNumber(resource) || !isNumber(scope) || !isRecord(span)) return damaged('is no start');
    const lastUnixNano = toNano(span['startTimeUnixNano']);
    if (lastUnixNano === undefined) return damaged('has no start time');
    const json = { ...span, events: listOf(span['events']) } as unknown as SpanJson;
    const isAnchored = anchored === true;
    this.entries.set(number, { line, number, resource, scope, isAnchored, json, lastUnixNano, endUnixNano: undefined });
    this.noteEvents(number, json.events);
    return READ;
  }

  private takeEnd(record: Readonly<Record<string, unknown>>): CrashLineResult {
    const { end: number, timeUnixNano } = record;
    const time = toNano(timeUnixNano);
    if (!isNumber(number) || time === undefined) return damaged('is no end');
    this.ended.add(number);
    this.note(number, time);
    const entry = this.entries.get(number);
    if (entry !== undefined) entry.json = idsOf(entry.json);
    return READ;
  }

  private takeUpdate(record: Readonly<Record<string, unknown>>): CrashLineResult {
    const { update: number, timeUnixNano, endUnixNano, span } = record;
    const time = toNano(timeUnixNano);
    if (!isNumber(number) || time === undefined || !isRecord(span)) return damaged('is no update');
    const entry = this.entries.get(number);
    // Its start is damaged, or stands further down with a later state.
    if (entry === undefined || this.ended.has(number)) return READ;
    const newEvents = listOf(span['events']);
    const { events, droppedEventsCount } = mergeEvents(entry.json, newEvents, countOf(span['droppedEventsCount']));
    entry.json = { ...entry.json, ...span, events, droppedEventsCount };
    entry.endUnixNano = toNano(endUnixNano) ?? entry.endUnixNano;
    this.note(number, time);
    this.noteEvents(number, newEvents);
    return READ;
  }

  private takeAlive(record: Readonly<Record<string, unknown>>, line: number): CrashLineResult {
    const timeUnixNano = toNano(record['alive']);
    if (timeUnixNano === undefined) return damaged('has no time');
    // The wall clock may have been set back; what was alive later was alive then.
    const isLater = timeUnixNano > this.alive.timeUnixNano;
    this.alive = { line, timeUnixNano: isLater ? timeUnixNano : this.alive.timeUnixNano };
    return READ;
  }

  private noteEvents(number: number, events: readonly EventJson[]): void {
    for (const event of events) {
      const time = isRecord(event) ? toNano(event.timeUnixNano) : undefined;
      if (time !== undefined) this.note(number, time);
    }
  }

  private note(number: number, timeUnixNano: bigint): void {
    const entry = this.entries.get(number);
    if (entry !== undefined && timeUnixNano > entry.lastUnixNano) entry.lastUnixNano = timeUnixNano;
  }
}

/** Of a span that has ended only its place in the tree is needed, and a file may hold many. */
function idsOf({ traceId, spanId, parentSpanId }: SpanJson): SpanJson {
  return { traceId, spanId, parentSpanId } as SpanJson;
}

/** A span outlives the records of its descendants. They have higher numbers, so one pass from the end is enough. */
function spreadEvidence(entries: readonly CrashEntry[]): void {
  const byKey = new Map(entries.map((entry) => [`${entry.json.traceId}${entry.json.spanId}`, entry]));
  for (const entry of entries.toReversed()) {
    const parent = byKey.get(`${entry.json.traceId}${entry.json.parentSpanId ?? ''}`);
    if (parent !== undefined && entry.lastUnixNano > parent.lastUnixNano) parent.lastUnixNano = entry.lastUnixNano;
  }
}

/**
 * Each line holds the newest events of the span and, as dropped, the number of all others that it ever had. So their
 * places are known, and an event that two lines hold counts once.
 */
function mergeEvents(
  known: SpanJson,
  events: readonly EventJson[],
  othersCount: number,
): Pick<SpanJson, 'events' | 'droppedEventsCount'> {
  const total = events.length + othersCount;
  const newCount = Math.max(0, total - known.events.length - countOf(known.droppedEventsCount));
  const merged = newCount === 0 ? known.events : [...known.events, ...events.slice(-newCount)];
  const kept = merged.slice(-EVENTS_MAX);
  return { events: kept, droppedEventsCount: Math.max(total, kept.length) - kept.length };
}

function declare<Value>(
  known: Map<number, Declared<Value>>,
  record: Readonly<Record<string, unknown>>,
  kind: 'resource' | 'scope',
): CrashLineResult {
  const { [kind]: number, value, schemaUrl } = record;
  if (!isNumber(number) || !isRecord(value)) return damaged(`is no ${kind}`);
  known.set(number, { value: value as Value, schemaUrl: typeof schemaUrl === 'string' ? schemaUrl : undefined });
  return READ;
}

function damaged(detail: string): CrashLineResult {
  return { status: 'damaged', detail };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function countOf(value: unknown): number {
  return isNumber(value) ? value : 0;
}

function listOf(value: unknown): readonly EventJson[] {
  return Array.isArray(value) ? (value as readonly EventJson[]) : [];
}

function toNano(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined;
}
