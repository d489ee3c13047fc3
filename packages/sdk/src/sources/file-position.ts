/** What the first, or the last, bytes of a text are: their SHA-256 in hex, over at most 1 KiB. */
export interface FileFingerprint {
  readonly sha256: string;
  readonly lengthBytes: number;
}

/**
 * What a file is recognised by, whatever it is called. `fingerprint` covers the first 1 KiB of its text, less while
 * the file is shorter; it grows with the file. Of a compressed file it covers what was compressed. Numbers of the
 * file system are decimal texts: they have 64 bits.
 */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
  /** When the file was made, in nanoseconds; `0` where the file system does not know. */
  readonly birthtimeNs: string;
  readonly fingerprint: FileFingerprint;
}

/** How a followed file is stored. */
export type FollowedCompression = 'none' | 'gzip';

/**
 * What is known of a file: `followed` (more may come), `complete` (a compressed file, read to its end) or `gone` (it
 * could not be found any more, and what was lost with it has been told).
 */
export type FileState = 'followed' | 'complete' | 'gone';

/**
 * How far a file has been read; plain JSON, made to be kept in a checkpoint. `offsetBytes` stands behind the last
 * newline whose line was handed out, in bytes of the text: of a compressed file, of what was compressed.
 */
export interface FilePosition {
  readonly identity: FileIdentity;
  /** Where the file was seen last. */
  readonly path: string;
  readonly compression: FollowedCompression;
  readonly state: FileState;
  /** Size on disk when it was looked at last. */
  readonly sizeBytes: number;
  readonly offsetBytes: number;
  /** Number of the next line, from 1. Lines count from where reading began, see `startAt`. */
  readonly line: number;
  /** The last (at most) 1 KiB before `offsetBytes`: tells a copy, or a file that was written anew. */
  readonly tail: FileFingerprint;
}
