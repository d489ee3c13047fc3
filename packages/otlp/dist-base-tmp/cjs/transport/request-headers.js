"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.toRequestHeaders = toRequestHeaders;
const node_http_1 = require("node:http");
const errors_js_1 = require("../errors.js");
/** Headers that describe the body; those of the user would lie about it. */
const OWN_NAMES = new Set([
    'content-type',
    'content-encoding',
    'content-length',
    'transfer-encoding',
    'connection',
]);
/**
 * Joins the user's headers with those of OTLP; only `User-Agent` can be replaced. Throws a `SpanbridgeError` for a name
 * or value that HTTP does not allow, so that it shows at construction and not at the first batch.
 */
function toRequestHeaders(fromUser, own) {
    const headers = new Map(Object.entries(own).map(([name, value]) => [name.toLowerCase(), value]));
    for (const [name, value] of Object.entries(fromUser)) {
        checkHeader(name, value);
        if (!OWN_NAMES.has(name.toLowerCase()))
            headers.set(name.toLowerCase(), value);
    }
    return Object.fromEntries(headers);
}
function checkHeader(name, value) {
    try {
        (0, node_http_1.validateHeaderName)(name);
        (0, node_http_1.validateHeaderValue)(name, value);
    }
    catch (error) {
        throw (0, errors_js_1.headerInvalid)(name, error);
    }
}
//# sourceMappingURL=request-headers.js.map