import { createTraceState, type TraceState } from '@opentelemetry/api';

/** A list of the W3C has at most 32 members; with more, the whole of it is broken. */
const MEMBERS_MAX = 32;

const KEY = /^(?:[a-z][_0-9a-z\-*/]{0,255}|[a-z0-9][_0-9a-z\-*/]{0,240}@[a-z][_0-9a-z\-*/]{0,13})$/;

/** Printable ASCII without comma and equals sign, at most 256 characters, the last one no space. */
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/**
 * Reads a `tracestate` header. Undefined when any member of it is broken: the W3C wants the whole header dropped then.
 * Empty members are allowed; of several with one key the first is kept.
 */
export function parseTraceState(header: string): TraceState | undefined {
  const members = new Map<string, string>();
  let count = 0;
  for (const part of header.split(',')) {
    const member = part.replace(/^[ \t]+|[ \t]+$/g, '');
    if (member === '') continue;
    count += 1;
    const at = member.indexOf('=');
    const key = member.slice(0, Math.max(at, 0));
    const value = member.slice(at + 1);
    if (count > MEMBERS_MAX || !KEY.test(key) || !VALUE.test(value)) return undefined;
    if (!members.has(key)) members.set(key, value);
  }
  if (members.size === 0) return undefined;
  return createTraceState([...members].map(([key, value]) => `${key}=${value}`).join(','));
}
