import { createHash } from 'node:crypto';
import { type FileFingerprint } from './file-position.js';

/** As many bytes as other shippers look at: enough for the time of a record, cheap enough for every read. */
export const FINGERPRINT_BYTES = 1024;

/** The fingerprint of bytes, which are at most {@link FINGERPRINT_BYTES} where it is to be compared. */
export function fingerprintOf(bytes: Uint8Array): FileFingerprint {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), lengthBytes: bytes.length };
}

/** The fingerprint of a text of which nothing has been read. */
export const EMPTY_FINGERPRINT: FileFingerprint = fingerprintOf(new Uint8Array());

/** Answers whether bytes begin with what a fingerprint was taken of. */
export function hasFingerprint(bytes: Uint8Array, fingerprint: FileFingerprint): boolean {
  const { lengthBytes, sha256 } = fingerprint;
  if (bytes.length < lengthBytes) return false;
  return fingerprintOf(bytes.subarray(0, lengthBytes)).sha256 === sha256;
}
