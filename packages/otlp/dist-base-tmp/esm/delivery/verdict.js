/** Missing or wrong credentials, a wrong path, a proxy: every span would get this answer, so none is refused for it. */
const WRONG_DESTINATION_STATUSES = new Set([401, 403, 404, 407]);
/** Bad request and too large: one span can be the cause for all. */
const SPLIT_STATUSES = new Set([400, 413]);
/** Decides what an answer means. Pure. */
export function toVerdict(response) {
    switch (response.status) {
        case 'success':
            return { action: 'accept', warning: response.warning };
        case 'partial':
            return { action: 'accept-some', rejectedSpans: response.rejectedSpans, message: response.message };
        case 'retryable':
            return { action: 'wait', detail: response.detail, retryAfterMs: response.retryAfterMs };
        case 'failure':
            return toFailureVerdict(response.httpStatus, response.detail);
    }
}
function toFailureVerdict(httpStatus, detail) {
    const isRedirect = httpStatus >= 300 && httpStatus < 400;
    if (isRedirect || WRONG_DESTINATION_STATUSES.has(httpStatus))
        return { action: 'pause', detail };
    return { action: SPLIT_STATUSES.has(httpStatus) ? 'split' : 'refuse', httpStatus, detail };
}
//# sourceMappingURL=verdict.js.map