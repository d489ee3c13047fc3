"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.partialOutcomes = partialOutcomes;
const span_outcome_js_1 = require("./span-outcome.js");
/** The status of every partial success. */
const HTTP_OK = 200;
/**
 * The outcomes of a request of `spanCount` spans of which the receiver turned down `rejectedSpans`. It does not say
 * which: unless it is all of them, the last ones stand for the refused ones, marked as not identified. A number larger
 * than the request is cut to it.
 */
function partialOutcomes(spanCount, rejectedSpans, message) {
    const refusedCount = Math.min(rejectedSpans, spanCount);
    const said = message === '' ? 'without a reason' : `with the message: ${message}`;
    const reason = `The backend turned down ${refusedCount} of ${spanCount} spans ${said}`;
    const refused = refusedCount === spanCount
        ? { status: 'refused', httpStatus: HTTP_OK, reason }
        : { status: 'refused', httpStatus: HTTP_OK, reason, identified: false };
    return Array.from({ length: spanCount }, (_, index) => (index < spanCount - refusedCount ? span_outcome_js_1.ACCEPTED : refused));
}
//# sourceMappingURL=partial-success.js.map