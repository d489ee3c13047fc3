import { type AckLog } from './ack-log.js';
import { type BodyReader } from './body-reader.js';
import { type QueueState } from './queue-state.js';
import { type IndexedRecord } from './record-index.js';
import { type SpoolDestination, type SpoolRecord, type SpoolTakeLimits } from './spool-types.js';
/** What {@link DestinationView} needs. */
export interface DestinationViewOptions {
    readonly name: string;
    readonly state: QueueState;
    readonly acks: AckLog;
    readonly reader: BodyReader;
    readonly isClosed: () => boolean;
    /** A body that was lost on the medium. */
    readonly dropCorrupt: (record: IndexedRecord) => void;
    /** Called before records are chosen: the time may have come for old ones to go. */
    readonly expire: () => void;
    /** Writes what was noted and frees what is done. Never rejects. */
    readonly settle: () => Promise<void>;
    readonly warn: (kind: string, message: string) => void;
}
/** The view of one destination on the queue. */
export declare class DestinationView implements SpoolDestination {
    private readonly options;
    private readonly inFlight;
    /** Given back, to be taken before anything behind the cursor. */
    private readonly released;
    /** Everything below was handed out, acknowledged or given up. */
    private cursor;
    constructor(options: DestinationViewOptions);
    get pendingSpans(): number;
    take(limits: SpoolTakeLimits): Promise<readonly SpoolRecord[] | undefined>;
    ack(sequences: readonly number[]): Promise<void>;
    release(sequences: readonly number[]): void;
    /** Records below those handed out have come late. */
    rewindTo(sequence: number): void;
    private judge;
    /** The next records that are needed and not in flight, all of one signal: their bodies may be sent as one. */
    private choose;
    private firstWaiting;
    /** Few records are released at a time: those of requests that failed. */
    private firstReleased;
}
//# sourceMappingURL=spool-destination.d.ts.map