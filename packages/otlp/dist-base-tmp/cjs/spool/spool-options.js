"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checkSpoolOptions = checkSpoolOptions;
const errors_js_1 = require("../errors.js");
const ack_state_js_1 = require("./ack-state.js");
const segment_file_js_1 = require("./segment-file.js");
/** As DESTINATIONS of one process go; each costs a look at every record. */
const DESTINATIONS_MAX = 16;
/** A day of a small service; a disk that is full is noticed by other programs too. */
const SIZE_BYTES_DEFAULT = 512 * 1024 * 1024;
/** Large enough that names cost nothing, small enough that a segment in use holds back little. */
const SEGMENT_BYTES_DEFAULT = 8 * 1024 * 1024;
/** A segment is read whole into memory when a spool opens. */
const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
/** Checks the options of a spool and fills in what was left out; throws a SpanbridgeError for what cannot be used. */
function checkSpoolOptions(options) {
    const { directory, destinations, ageMsMax } = options;
    const sizeBytesMax = options.sizeBytesMax ?? SIZE_BYTES_DEFAULT;
    const segmentBytesMax = options.segmentBytesMax ?? SEGMENT_BYTES_DEFAULT;
    checkInteger('sizeBytesMax', sizeBytesMax, Number.MAX_SAFE_INTEGER);
    checkInteger('segmentBytesMax', segmentBytesMax, SEGMENT_BYTES_MAX);
    if (ageMsMax !== undefined && !(ageMsMax > 0))
        throw (0, errors_js_1.optionInvalid)('ageMsMax', ageMsMax, 'above 0');
    checkNames(directory, destinations);
    return {
        ...{ directory, destinations: [...destinations], sizeBytesMax, segmentBytesMax, ageMsMax },
        onDrop: quiet(options.onDrop),
        warn: quiet(options.warn),
        nowUnixMs: options.nowUnixMs ?? Date.now,
    };
}
function checkInteger(name, value, valueMax) {
    if (Number.isSafeInteger(value) && value > segment_file_js_1.SEGMENT_HEADER_BYTES && value <= valueMax)
        return;
    throw (0, errors_js_1.optionInvalid)(name, value, `a whole number above ${segment_file_js_1.SEGMENT_HEADER_BYTES} and up to ${valueMax}`);
}
function checkNames(directory, destinations) {
    if (destinations.length < 1 || destinations.length > DESTINATIONS_MAX) {
        throw (0, errors_js_1.spoolUnusable)(directory, `has ${destinations.length} destinations, but needs 1 to ${DESTINATIONS_MAX}`);
    }
    if (new Set(destinations).size < destinations.length) {
        throw (0, errors_js_1.spoolUnusable)(directory, 'has two destinations of one name');
    }
    const unusable = destinations.find((name) => name === '' || Buffer.byteLength(name) > ack_state_js_1.NAME_BYTES_MAX);
    if (unusable === undefined)
        return;
    throw (0, errors_js_1.spoolUnusable)(directory, `has a destination whose name does not have 1 to ${ack_state_js_1.NAME_BYTES_MAX} bytes`);
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