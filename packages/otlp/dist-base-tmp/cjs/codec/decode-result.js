"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.MalformedBody = void 0;
exports.orInvalid = orInvalid;
/**
 * Raised inside the decoders at the first thing that cannot be read, and caught where decoding began.
 * @internal
 */
class MalformedBody extends Error {
    name = 'MalformedBody';
}
exports.MalformedBody = MalformedBody;
/** Runs a decoder and turns what it raises into `undefined` plus a detail: decoding never throws at a caller. */
function orInvalid(decode) {
    try {
        return decode();
    }
    catch (error) {
        if (error instanceof MalformedBody)
            return { status: 'invalid', detail: error.message };
        const what = error instanceof Error ? error.message : String(error);
        return { status: 'invalid', detail: `The body could not be decoded: ${what}. This is a bug.` };
    }
}
//# sourceMappingURL=decode-result.js.map