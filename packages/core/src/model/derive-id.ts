import { sha256 } from '@noble/hashes/sha2.js';
import { SpanbridgeError } from '../diagnostics/spanbridge-error.js';
import { RecentTexts } from './recent-texts.js';

/** What a span under a derived id is for; the word goes into the hash. */
export type SpanRole = 'pending' | 'end' | 'unfinished' | 'late';

/** An id of OTel made from a foreign one, and whether the two differ by more than upper and lower case. */
export interface DerivedId {
  readonly id: string;
  /** True when the foreign id cannot be read off the OTel id and has to be kept as an attribute. */
  readonly isForeign: boolean;
}

/** The namespace of derived ids when none is configured. */
export const DEFAULT_NAMESPACE = 'spanbridge';

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const ZEROS = /^0+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const NAMESPACE = /^[A-Za-z0-9._-]+$/;

const encoder = new TextEncoder();

/** Checks a namespace; throws `INVALID_NAMESPACE` when it has a character outside `A-Z a-z 0-9 . _ -`. */
export function checkNamespace(namespace: string): string {
  if (NAMESPACE.test(namespace)) return namespace;
  throw new SpanbridgeError(
    'INVALID_NAMESPACE',
    `The namespace ${JSON.stringify(namespace)} is not usable. Use only letters, digits, ".", "_" and "-".`,
  );
}

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

/** The first bytes of the SHA-256 of `namespace|kind|id`, as hex; never all zero, which OTel reserves for "invalid". */
function hashId(namespace: string, kind: 'trace' | 'span', id: string, lengthBytes: number): string {
  const bytes = sha256(encoder.encode(`${namespace}|${kind}|${id}`)).slice(0, lengthBytes);
  if (bytes.every((byte) => byte === 0)) bytes[lengthBytes - 1] = 1;
  return toHex(bytes);
}

/** The 16 bytes of a ULID as hex. */
function decodeUlid(ulid: string): string {
  let value = 0n;
  for (const digit of ulid.toUpperCase()) value = value * 32n + BigInt(ULID_DIGITS.indexOf(digit));
  return value.toString(16).padStart(32, '0');
}

/** Ids that need no hash depend on nothing but their text, and records of one trace repeat them. */
const plainTraceIds = new RecentTexts<DerivedId | undefined>();
const plainSpanIds = new RecentTexts<DerivedId | undefined>();

function readTraceId(foreignId: string): DerivedId | undefined {
  const id = foreignId.toLowerCase();
  if (TRACE_ID.test(id)) return ZEROS.test(id) ? undefined : { id, isForeign: false };
  const decoded = UUID.test(id) ? id.replaceAll('-', '') : ULID.test(id) ? decodeUlid(id) : undefined;
  return decoded === undefined || ZEROS.test(decoded) ? undefined : { id: decoded, isForeign: true };
}

function readSpanId(foreignId: string): DerivedId | undefined {
  const id = foreignId.toLowerCase();
  if (SPAN_ID.test(id)) return ZEROS.test(id) ? undefined : { id, isForeign: false };
  const decoded = ULID.test(id) ? decodeUlid(id).slice(16) : undefined;
  return decoded === undefined || ZEROS.test(decoded) ? undefined : { id: decoded, isForeign: true };
}

/** True for a text that names nothing: empty, or the zeros that OTel reserves for "invalid". */
function namesNothing(foreignId: string, hexLength: number): boolean {
  return foreignId === '' || (foreignId.length === hexLength && ZEROS.test(foreignId));
}

/**
 * A foreign trace id → 32 hex digits: hex of the right length as it is (lower case), a UUID without its dashes, a ULID
 * decoded, everything else hashed. Undefined for an empty text or 32 zeros, which name nothing.
 */
export function deriveTraceId(foreignId: string, namespace: string): DerivedId | undefined {
  const plain = plainTraceIds.get(foreignId, readTraceId);
  if (plain !== undefined || namesNothing(foreignId, 32)) return plain;
  return { id: hashId(namespace, 'trace', foreignId, 16), isForeign: true };
}

/**
 * A foreign span id → 16 hex digits, under the same rules; of a ULID the low 8 bytes (the first 6 are milliseconds,
 * which siblings share). A hash covers the trace id too, for foreign span ids may be unique within a trace only.
 */
export function deriveSpanId(foreignId: string, traceId: string, namespace: string): DerivedId | undefined {
  const plain = plainSpanIds.get(foreignId, readSpanId);
  if (plain !== undefined || namesNothing(foreignId, 16)) return plain;
  return { id: hashId(namespace, 'span', `${traceId}/${foreignId}`, 8), isForeign: true };
}

/**
 * The id of a span that stands beside a real one: SHA-256 of trace id, span id and role, first 8 bytes (bytes 8 … 15 if
 * those are zero). The same input gives the same id, so a replay is a resend.
 *
 * @param content - only for `late`: the encoded event, so that different late records get different ids
 */
export function deriveRoleSpanId(traceId: string, spanId: string, role: SpanRole, content?: Uint8Array): string {
  const hash = sha256.create();
  hash.update(fromHex(traceId)).update(fromHex(spanId)).update(encoder.encode(role));
  if (content !== undefined) hash.update(sha256(content));
  const digest = hash.digest();
  const first = digest.slice(0, 8);
  return toHex(first.every((byte) => byte === 0) ? digest.slice(8, 16) : first);
}

/**
 * The `host.id` of spans whose records name no host: derived from the namespace alone, never the machine that ships,
 * which would make two shippers of one file send different bytes. Jaeger compares clocks only between spans whose
 * resources differ in host, so every resource has one.
 */
export function deriveHostId(namespace: string): string {
  return toHex(sha256(encoder.encode(`${namespace}|host|`)).slice(0, 16));
}
