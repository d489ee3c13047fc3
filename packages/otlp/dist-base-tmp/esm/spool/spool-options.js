import { optionInvalid, spoolUnusable } from '../errors.js';
import { NAME_BYTES_MAX } from './ack-state.js';
import { SEGMENT_HEADER_BYTES } from './segment-file.js';
/** As DESTINATIONS of one process go; each costs a look at every record. */
const DESTINATIONS_MAX = 16;
/** A day of a small service; a disk that is full is noticed by other programs too. */
const SIZE_BYTES_DEFAULT = 512 * 1024 * 1024;
/** Large enough that names cost nothing, small enough that a segment in use holds back little. */
const SEGMENT_BYTES_DEFAULT = 8 * 1024 * 1024;
/** A segment is read whole into memory when a spool opens. */
const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
/** Checks the options of a spool and fills in what was left out; throws a SpanbridgeError for what cannot be used. */
export function checkSpoolOptions(options) {
    const { directory, destinations, ageMsMax } = options;
    const sizeBytesMax = options.sizeBytesMax ?? SIZE_BYTES_DEFAULT;
    const segmentBytesMax = options.segmentBytesMax ?? SEGMENT_BYTES_DEFAULT;
    checkInteger('sizeBytesMax', sizeBytesMax, Number.MAX_SAFE_INTEGER);
    checkInteger('segmentBytesMax', segmentBytesMax, SEGMENT_BYTES_MAX);
    if (ageMsMax !== undefined && !(ageMsMax > 0))
        throw optionInvalid('ageMsMax', ageMsMax, 'above 0');
    checkNames(directory, destinations);
    return {
        ...{ directory, destinations: [...destinations], sizeBytesMax, segmentBytesMax, ageMsMax },
        onDrop: quiet(options.onDrop),
        warn: quiet(options.warn),
        nowUnixMs: options.nowUnixMs ?? Date.now,
    };
}
function checkInteger(name, value, valueMax) {
    if (Number.isSafeInteger(value) && value > SEGMENT_HEADER_BYTES && value <= valueMax)
        return;
    throw optionInvalid(name, value, `a whole number above ${SEGMENT_HEADER_BYTES} and up to ${valueMax}`);
}
function checkNames(directory, destinations) {
    if (destinations.length < 1 || destinations.length > DESTINATIONS_MAX) {
        throw spoolUnusable(directory, `has ${destinations.length} destinations, but needs 1 to ${DESTINATIONS_MAX}`);
    }
    if (new Set(destinations).size < destinations.length) {
        throw spoolUnusable(directory, 'has two destinations of one name');
    }
    const unusable = destinations.find((name) => name === '' || Buffer.byteLength(name) > NAME_BYTES_MAX);
    if (unusable === undefined)
        return;
    throw spoolUnusable(directory, `has a destination whose name does not have 1 to ${NAME_BYTES_MAX} bytes`);
}
/** A hook of the host that throws must not cost a record. */
function quiet(hook) {
    return (value) => {
        try {
            hook?.(value);
        }
        catch {
            // There is nobody left to tell.
        }
    };
}
//# sourceMappingURL=spool-options.js.map