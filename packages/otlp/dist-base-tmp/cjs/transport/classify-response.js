"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.classifyResponse = classifyResponse;
const encoding_js_1 = require("../codec/encoding.js");
const export_response_js_1 = require("../codec/export-response.js");
const printable_js_1 = require("./printable.js");
/** The statuses after which the same request may be sent again (OTLP specification, "Retryable Response Codes"). */
const RETRYABLE_STATUSES = new Set([429, 502, 503, 504]);
/** Reads an HTTP answer by the rules of OTLP. Pure. */
function classifyResponse(answer, request) {
    const { httpStatus, retryAfterMs } = answer;
    if (httpStatus >= 200 && httpStatus < 300)
        return classifySuccess(answer, request);
    const detail = describeFailure(answer, request);
    if (!RETRYABLE_STATUSES.has(httpStatus))
        return { status: 'failure', httpStatus, detail };
    return { status: 'retryable', httpStatus, detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
/** With a 2xx status the spans count as accepted, whatever is wrong with the body: sending again would double them. */
function classifySuccess(answer, request) {
    const { body, contentType } = answer;
    if (body === undefined)
        return unreadable(request, 'its answer was cut off or too large');
    if (body.length === 0)
        return { status: 'success' };
    const encoding = contentType === undefined ? request.encoding : (0, encoding_js_1.encodingOfContentType)(contentType);
    if (encoding === undefined)
        return unreadable(request, `its answer has the type ${(0, printable_js_1.toPrintable)(contentType ?? '')}`);
    const decoded = (0, export_response_js_1.decodeExportResponse)(body, encoding);
    if (decoded.status === 'invalid')
        return unreadable(request, (0, printable_js_1.toPrintable)(decoded.detail));
    const { rejectedSpans = 0, errorMessage = '' } = decoded.partialSuccess ?? {};
    const message = (0, printable_js_1.toPrintable)(errorMessage);
    if (rejectedSpans > 0)
        return { status: 'partial', rejectedSpans, message };
    return message === '' ? { status: 'success' } : { status: 'success', warning: message };
}
function unreadable(request, fault) {
    return {
        status: 'success',
        warning: `${request.address} took the spans, but ${fault}. Rejected spans, if any, cannot be counted.`,
    };
}
function describeFailure(answer, request) {
    const said = messageOf(answer);
    const quote = said === '' ? '' : `: ${said.replace(/[.!]$/, '')}`;
    const hint = hintFor(answer.httpStatus, request);
    return `HTTP ${answer.httpStatus} from ${request.address}${quote}.${hint === '' ? '' : ` ${hint}`}`;
}
/** What the receiver says about its failure: a `google.rpc.Status`, or the text of a proxy. Pages are not quoted. */
function messageOf({ body, contentType }) {
    if (body === undefined || body.length === 0)
        return '';
    const encoding = (0, encoding_js_1.encodingOfContentType)(contentType);
    if (encoding !== undefined) {
        const status = (0, export_response_js_1.decodeStatus)(body, encoding);
        return status.status === 'decoded' ? (0, printable_js_1.toPrintable)(status.message) : '';
    }
    return contentType?.toLowerCase().startsWith('text/plain') === true
        ? (0, printable_js_1.toPrintable)(new TextDecoder().decode(body))
        : '';
}
function hintFor(httpStatus, request) {
    if (httpStatus >= 300 && httpStatus < 400)
        return 'Redirects are not followed: set the final URL as the endpoint.';
    switch (httpStatus) {
        case 401:
        case 403:
            return 'Check the headers that carry the credentials.';
        case 404:
        case 405:
            return 'Is this the traces URL? It usually ends in /v1/traces.';
        case 407:
            return 'A proxy on the way asks for credentials.';
        case 415:
            return `The receiver does not take ${request.encoding} requests: try the other encoding, or no compression.`;
        default:
            return '';
    }
}
//# sourceMappingURL=classify-response.js.map