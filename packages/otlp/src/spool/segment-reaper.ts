import { join } from 'node:path';
import { type AckLog } from './ack-log.js';
import { quarantineName } from './directory-names.js';
import { type QueueState } from './queue-state.js';
import { type RecentBytes } from './recent-bytes.js';
import { type Segment } from './segment.js';
import { type SegmentWriter } from './segment-writer.js';
import { errorCode, type SpoolFiles } from './spool-files.js';

/** What {@link SegmentReaper} needs. */
export interface SegmentReaperOptions {
  readonly files: SpoolFiles;
  readonly directory: string;
  readonly state: QueueState;
  readonly recent: RecentBytes;
  readonly writer: SegmentWriter;
  readonly acks: AckLog;
  readonly segmentBytesMax: number;
  /** Names and sizes of the files that were quarantined. */
  readonly quarantined: Map<string, number>;
  readonly warn: (kind: string, message: string) => void;
}

/** Which segments may go although they could still be appended to. */
export type ReapScope = 'sealed-or-large' | 'all';

/** The disk has no room for acknowledgements; a segment that nobody needs has. */
const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** Deletes segments that nobody needs any more, and puts damaged ones aside. Calls must not overlap. */
export class SegmentReaper {
  constructor(private readonly options: SegmentReaperOptions) {}

  /** Frees what can be freed now; what the file system refuses is tried again the next time. Never rejects. */
  async reap(scope: ReapScope): Promise<void> {
    const { state, writer, acks } = this.options;
    for (const segment of state.segments) if (this.isWorthSealing(segment, scope)) writer.seal(segment);
    const done = state.segments.filter(isDone);
    if (done.length === 0) return;
    const durable = await acks.makeDurable();
    if (durable.status === 'failed' && !FULL_CODES.has(durable.code)) return;
    for (const segment of done) await this.free(segment);
    state.acks.fillBelow(Math.min(state.records.from(0)?.sequence ?? Infinity, writer.settledBelow));
  }

  /** A small segment is left to be filled: to make and delete one for each batch would cost more than its bytes. */
  private isWorthSealing(segment: Segment, scope: ReapScope): boolean {
    if (segment.isSealed || segment.liveRecords > 0 || segment.callsUnderWay > 0) return false;
    return scope === 'all' || segment.sizeBytes > this.options.segmentBytesMax / 2;
  }

  private async free(segment: Segment): Promise<void> {
    const { files, directory, state, recent, writer, quarantined, warn } = this.options;
    const path = join(directory, segment.name);
    writer.close(segment);
    try {
      if (segment.isDamaged) {
        const name = quarantineName(segment.name, new Set(quarantined.keys()));
        await files.rename(path, join(directory, name));
        quarantined.set(name, segment.sizeBytes);
        warn('corrupt', `"${path}" was damaged and is kept as "${name}". Remove it once you have looked at it.`);
      } else {
        await files.unlink(path);
      }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        warn('unlink', `"${path}" cannot be removed (${errorCode(error)}); this is tried again.`);
        return;
      }
    }
    recent.forget(segment);
    state.remove(segment);
  }
}

function isDone({ isSealed, liveRecords, callsUnderWay }: Segment): boolean {
  return isSealed && liveRecords === 0 && callsUnderWay === 0;
}
