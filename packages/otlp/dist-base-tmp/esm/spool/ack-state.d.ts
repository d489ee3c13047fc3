import { type NumberRange } from './interval-set.js';
/** The name under which sequences stand that nobody needs any more: forgotten, dropped and counted, or deleted. */
export declare const EVERYBODY = "";
/** Names of destinations in use (at most 16) and out of use (64); beyond it the one least lately used is forgotten. */
export declare const NAMES_MAX = 80;
/** Longest name in bytes. */
export declare const NAME_BYTES_MAX = 128;
/** Bytes before the first frame. */
export declare const ACKS_HEADER_BYTES = 16;
/** What each destination has acknowledged. Only grows: the order in which parts are added does not matter. */
export declare class AckState {
    private readonly sets;
    add(name: string, range: NumberRange): void;
    /** Notes that there is a destination, whatever it has acknowledged. */
    know(name: string): void;
    has(name: string, sequence: number): boolean;
    /** The highest sequence that anything is known of, or 0. */
    get max(): number;
    /** Everything below `sequence` has gone: one range says so for all, and the state stays small. */
    fillBelow(sequence: number): void;
    /** All names that anything is known of, {@link EVERYBODY} not among them. */
    names(): readonly string[];
    /** The whole state as the content of a file. */
    encode(): Buffer;
    private of;
    private forgetFirstName;
}
/** Frames that add ranges under a name; without any, the one frame that says that there is a destination. */
export declare function encodeFrames(name: string, ranges: readonly NumberRange[]): readonly Buffer[];
/** What reading `acks` has found. */
export type AcksReadResult = {
    readonly status: 'read';
    readonly isDamaged: boolean;
}
/** Written by a later version; nothing was taken over. */
 | {
    readonly status: 'newer';
    readonly version: number;
};
/** Adds what a file says to `state`. Frames that are damaged or torn are left out. Never throws. */
export declare function readAcks(bytes: Buffer, state: AckState): AcksReadResult;
//# sourceMappingURL=ack-state.d.ts.map