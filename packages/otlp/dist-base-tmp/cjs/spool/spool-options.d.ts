import { type SpoolDrop, type SpoolOptions } from './spool-types.js';
/** {@link SpoolOptions} with every default filled in and every callback harmless. */
export interface CheckedSpoolOptions {
    readonly directory: string;
    readonly destinations: readonly string[];
    readonly sizeBytesMax: number;
    readonly segmentBytesMax: number;
    readonly ageMsMax: number | undefined;
    readonly onDrop: (drop: SpoolDrop) => void;
    readonly warn: (message: string) => void;
    readonly nowUnixMs: () => number;
}
/** Checks the options of a spool and fills in what was left out; throws a SpanbridgeError for what cannot be used. */
export declare function checkSpoolOptions(options: SpoolOptions): CheckedSpoolOptions;
//# sourceMappingURL=spool-options.d.ts.map