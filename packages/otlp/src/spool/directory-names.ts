import { ACKS_NAME, ACKS_NEXT_NAME } from './ack-log.js';
import { parseSegmentName, type SegmentId } from './segment-file.js';
import { type DirectoryEntry } from './spool-files.js';

/** What a name in the directory stands for. */
export type SpoolName =
  | { readonly kind: 'segment'; readonly id: SegmentId }
  | { readonly kind: 'acks' }
  /** Kept for a person to look at. */
  | { readonly kind: 'quarantined'; readonly id: SegmentId | undefined }
  | { readonly kind: 'lock' }
  /** Named as if it were ours, but no plain file; never opened. */
  | { readonly kind: 'refused'; readonly id: SegmentId | undefined }
  /** Not ours. */
  | { readonly kind: 'unknown' };

/** Tells what an entry of the directory is. */
export function classifyName(entry: DirectoryEntry): SpoolName {
  const quarantined = /^(.+?)(?:\.\d+)?\.corrupt$/.exec(entry.name)?.[1];
  const name = quarantined ?? entry.name;
  const id = parseSegmentName(name);
  const isAcks = name === ACKS_NAME || name === ACKS_NEXT_NAME;
  if (id === undefined && !isAcks) return { kind: /^lock(?:\.|$)/.test(entry.name) ? 'lock' : 'unknown' };
  if (entry.kind !== 'file') return { kind: 'refused', id };
  if (quarantined !== undefined) return { kind: 'quarantined', id };
  return id === undefined ? { kind: 'acks' } : { kind: 'segment', id };
}

/** Whether a file of this name belongs to a spool: a segment, acknowledgements, a quarantined file, or the lock. */
export function isSpoolFileName(name: string): boolean {
  return classifyName({ name, kind: 'file', sizeBytes: 0 }).kind !== 'unknown';
}

/** The name under which a damaged file is kept: no other file has it. */
export function quarantineName(name: string, taken: ReadonlySet<string>): string {
  let candidate = `${name}.corrupt`;
  for (let number = 1; taken.has(candidate); number += 1) candidate = `${name}.${number}.corrupt`;
  return candidate;
}
