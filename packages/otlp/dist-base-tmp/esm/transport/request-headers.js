import { validateHeaderName, validateHeaderValue } from 'node:http';
import { headerInvalid } from '../errors.js';
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
export function toRequestHeaders(fromUser, own) {
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
        validateHeaderName(name);
        validateHeaderValue(name, value);
    }
    catch (error) {
        throw headerInvalid(name, error);
    }
}
//# sourceMappingURL=request-headers.js.map