import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { BatchLimits } from './batch.js';
/** Limits of a {@link SendQueue}, and where what they cost is told. */
export interface SendQueueOptions {
    readonly queueSpansMax: number;
    /** Estimated bytes in memory. */
    readonly queueBytesMax: number;
    /** Told of every span that is dropped because there is no room. To read the span of a packed one costs time. */
    readonly onDrop: (read: () => ReadableSpan | undefined) => void;
}
/** A batch that was taken out of the queue. */
export interface QueuedBatch {
    readonly spans: readonly ReadableSpan[];
    /** The sequence number of its oldest span: all spans of earlier numbers have left the queue. */
    readonly firstSequence: number;
}
/**
 * Spans that wait to be sent, in the order in which they came. When there is no room, one span is dropped for each that
 * comes: the oldest marker, then the oldest normal span, then the oldest with an error or without a parent; a span that
 * is less dear than all that wait is dropped itself. Every operation costs the same however many spans wait.
 *
 * Spans that will wait long can be packed: kept as the bytes of their message. The collector of garbage copies every
 * object that lives through its rounds, and tens of thousands of spans that wait would stop the application for tens of
 * milliseconds each time. A span that comes out again is equal to the one that went in, but another object.
 */
export declare class SendQueue {
    private readonly options;
    /** How many spans wait. */
    length: number;
    /** Their estimated size in requests. */
    wireBytes: number;
    /** The sequence number of the span that came last, from 1. */
    lastSequence: number;
    private heldBytes;
    private readonly rings;
    private readonly homes;
    constructor(options: SendQueueOptions);
    /** The sequence number of the oldest span that waits; Infinity when none does. */
    get firstSequence(): number;
    /** Whether a span of this size fits without another one being dropped. */
    hasRoomFor(sizeBytes: number): boolean;
    /** Takes a span in, or drops one: another or this. `sizeBytes` is what {@link sizeOfSpan} says. */
    push(span: ReadableSpan, sizeBytes: number): void;
    /** Does the same, and keeps the span as bytes if it can be read from them again. */
    pushPacked(span: ReadableSpan, sizeBytes: number): void;
    /** Takes the oldest spans out, of all priorities, as many as make one request; undefined when none waits. */
    take(limits: BatchLimits): QueuedBatch | undefined;
    /** Puts packed spans into their places; what cannot be read, although it was written here, is dropped and counted. */
    private fill;
    /** Keeps the bytes of a span, or drops one; false for bytes that are too many for that. */
    private pack;
    /** One object for all spans of a resource and scope. */
    private homeOf;
    private fits;
    private note;
    private oldest;
    /** Drops spans that are not dearer than the one to come until it fits; false when that cannot be. */
    private makeRoomFor;
    private dropFirst;
    private shift;
    private shiftPacked;
}
/** The estimated size of a span in a request; 0 for one that cannot be read, which is found when it is encoded. */
export declare function sizeOfSpan(span: ReadableSpan): number;
//# sourceMappingURL=send-queue.d.ts.map