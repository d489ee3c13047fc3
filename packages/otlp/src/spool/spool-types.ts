import { type RetentionPolicy } from './retention.js';

/** How dear a record is: 0 markers, 1 normal spans, 2 spans with errors and roots. Callers drop in this order. */
export type SpoolPriority = 0 | 1 | 2;

/** The signals that a spool carries. */
export type SpoolSignal = 'traces' | 'logs';

/** Spans as they are appended: one body, delivered and acknowledged as a whole. */
export interface SpoolEntry {
  readonly signal: SpoolSignal;
  readonly priority: SpoolPriority;
  /** 0 for records that nobody waits for who waits for spans, such as the log records between them. */
  readonly spanCount: number;
  /**
   * An encoded protobuf `ExportTraceServiceRequest`: spans of one resource and scope, at most 64 KiB unless a single
   * span is larger. Bodies of one signal put behind one another are one valid request. At most 64 MiB. The bytes are
   * copied.
   */
  readonly body: Uint8Array;
}

/** Spans as they are taken again. */
export interface SpoolRecord extends SpoolEntry {
  /** From 1, rising, and never given to another record that was kept. */
  readonly sequence: number;
}

/** What became of an append: all of its entries or none. */
export type SpoolAppendResult =
  | { readonly status: 'appended'; readonly firstSequence: number; readonly lastSequence: number }
  /** It would go over `sizeBytesMax`; nothing was written. */
  | { readonly status: 'full' }
  /** The disk refused, or the entries can never fit; nothing counts as written. */
  | { readonly status: 'failed'; readonly detail: string };

/** Whether everything that was appended before is on the medium. */
export type SpoolSyncResult = { readonly status: 'synced' } | { readonly status: 'failed'; readonly detail: string };

/** Spans that the spool has lost or given up. */
export interface SpoolDrop {
  /** Damaged bytes; the size or count of an explicit retention; older than `ageMsMax` or an explicit retention. */
  readonly reason: 'spool-corrupt' | 'spool-size' | 'spool-age';
  readonly spanCount: number;
  /**
   * False when the damage also took the number of spans: `spanCount` is then the number of lost records, at least 1.
   */
  readonly identified: boolean;
}

/** Options of {@link openSpool}. */
export interface SpoolOptions {
  readonly directory: string;
  /**
   * Names of the destinations that must acknowledge each record, 1 to 16 of 1 to 128 bytes. A new name starts at the
   * oldest record that is kept; records wait only for the names given here.
   */
  readonly destinations: readonly string[];
  /** Bytes on disk, quarantined files among them; default 512 MiB. Over it `append` answers `full`. */
  readonly sizeBytesMax?: number;
  /** Bytes of one segment; default 8 MiB. A single larger record has a segment of its own. */
  readonly segmentBytesMax?: number;
  /** Segments whose newest record is older are dropped, sent or not, and counted; default: none. */
  readonly ageMsMax?: number;
  /** Told of each loss, once; may be called while the spool opens. */
  readonly onDrop?: (drop: SpoolDrop) => void;
  readonly warn?: (message: string) => void;
  readonly nowUnixMs?: () => number;
}

/** One queue on disk, shared by several destinations with their own acknowledgements. */
export interface Spool {
  /** The highest sequence given so far; 0 before the first. */
  readonly lastSequence: number;
  /** Bytes on disk, quarantined files among them. */
  readonly sizeBytes: number;
  /** Writes all entries or none; not yet synced. Calls are served in order. Never rejects. */
  append(entries: readonly SpoolEntry[]): Promise<SpoolAppendResult>;
  /** The same for exit paths: written and synced before it returns. */
  appendSync(entries: readonly SpoolEntry[]): SpoolAppendResult;
  /** Puts everything appended before on the medium. Never rejects. */
  sync(): Promise<SpoolSyncResult>;
  /**
   * Forgets the records above a sequence, because what they were made of will be read again. They are not drops.
   * Later records get sequences above both. Right after opening, before anything was taken.
   */
  forgetAfter(sequence: number): Promise<void>;
  /** Drops the oldest segments as the policy says, sent or not; the spans are counted by `onDrop` and returned. */
  retain(policy: RetentionPolicy): Promise<{ readonly droppedSpans: number }>;
  /** One of the named destinations; throws a `RangeError` for any other name. */
  destination(name: string): SpoolDestination;
  /** Resolves when an append that was answered `full` may succeed, the signal aborts, or the spool closes. */
  waitForRoom(signal?: AbortSignal): Promise<void>;
  /** Syncs, frees what is done and releases the directory. Later calls answer `failed` or nothing. */
  close(): Promise<void>;
}

/** How much {@link SpoolDestination.take} hands out. */
export interface SpoolTakeLimits {
  readonly spansMax: number;
  readonly bytesMax: number;
  /** The highest record that may go; default: no limit. What is above it has been appended and not been decided yet. */
  readonly sequenceMax?: number;
}

/** The view of one destination on the queue. */
export interface SpoolDestination {
  /**
   * The next records in order, at least one and at most what the limits allow; undefined when none is left now.
   * They are in flight until acknowledged or released.
   */
  take(limits: SpoolTakeLimits): Promise<readonly SpoolRecord[] | undefined>;
  /**
   * Marks records as delivered; written before it resolves, so that a killed process does not forget it. Never rejects:
   * what the disk refuses is kept in memory, told once, and written with the next acknowledgement.
   */
  ack(sequences: readonly number[]): Promise<void>;
  /** Gives records back, to be taken again. */
  release(sequences: readonly number[]): void;
  /** Spans appended and not acknowledged, those in flight among them. */
  readonly pendingSpans: number;
}
