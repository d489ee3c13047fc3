import { parseTimestamp } from '@spanbridge/core';

/** What a request for one trace asks for, or which of its parameters cannot be read. */
export type TraceParams =
  | { readonly status: 'read'; readonly traceId: string; readonly isRaw: boolean }
  /** Answered 400; the message names the parameter as Jaeger does. */
  | { readonly status: 'malformed'; readonly message: string };

const HEX_ID = /^[0-9a-f]{1,32}$/i;

/** 16 bytes in base64, standard or URL-safe: 22 digits, and the padding that some writers leave out. */
const BASE64_ID = /^[A-Za-z0-9+/_-]{22}(?:==)?$/;

const ZERO_ID = /^0*$/;

/** The spellings of a boolean that Jaeger reads. */
const BOOLEAN = /^(?:1|0|t|f|true|false)$/i;
const TRUE = /^(?:1|t|true)$/i;

/**
 * Reads the parameters of `GET /api/v3/traces/{id}`.
 *
 * The id is hex, where leading zeros may be missing, or base64. Times are checked and not used: the store finds a trace
 * by its id alone. `rawTraces` asks for what was sent, unmerged. Each parameter also has its old spelling in
 * snake_case; the newer one wins.
 */
export function parseTraceParams(idText: string, query: URLSearchParams): TraceParams {
  const traceId = parseTraceId(idText);
  if (traceId === undefined)
    return malformed('traceId', 'hex digits or base64 of 16 bytes, not all zero, are expected');
  for (const names of [TIME_NAMES.start, TIME_NAMES.end]) {
    const given = readParam(query, names);
    if (given !== undefined && parseTimestamp(given.value) === undefined) {
      return malformed(given.name, 'a time as in RFC 3339 is expected, such as 2026-03-01T08:00:00.123456789Z');
    }
  }
  const raw = readParam(query, ['rawTraces', 'raw_traces']);
  if (raw !== undefined && !BOOLEAN.test(raw.value)) return malformed(raw.name, 'true or false is expected');
  return { status: 'read', traceId, isRaw: raw !== undefined && TRUE.test(raw.value) };
}

const TIME_NAMES = { start: ['startTime', 'start_time'], end: ['endTime', 'end_time'] } as const;

/** The first of the names that the query has with a value. */
function readParam(
  query: URLSearchParams,
  names: readonly [string, string],
): { readonly name: string; readonly value: string } | undefined {
  for (const name of names) {
    const value = query.get(name);
    if (value !== null && value !== '') return { name, value };
  }
  return undefined;
}

/** A trace id as the store has it; hex is tried first, because 22 hex digits could be either. */
function parseTraceId(text: string): string | undefined {
  const id = HEX_ID.test(text) ? text.toLowerCase().padStart(32, '0') : parseBase64Id(text);
  return id === undefined || ZERO_ID.test(id) ? undefined : id;
}

function parseBase64Id(text: string): string | undefined {
  return BASE64_ID.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;
}

function malformed(name: string, what: string): TraceParams {
  return { status: 'malformed', message: `malformed parameter ${name}: ${what}` };
}
