"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.describeConnectFault = describeConnectFault;
exports.addressOf = addressOf;
const printable_js_1 = require("./printable.js");
/** The port on which most receivers speak OTLP over gRPC. */
const GRPC_PORT = '4317';
/** Says in one or two sentences why no answer came, and what to do about it. */
function describeConnectFault(error, url) {
    const code = codeOf(error);
    const address = addressOf(url);
    const known = FAULTS.find(([pattern]) => pattern.test(code));
    if (known !== undefined)
        return known[1](address, url);
    const message = error instanceof Error ? error.message : String(error);
    return `No answer from ${address}: ${(0, printable_js_1.toPrintable)(message)}${code === '' ? '' : ` (${code})`}.`;
}
/** A URL as it may be told: without user, password and query, which can hold secrets. */
function addressOf(url) {
    return `${url.origin}${url.pathname}`;
}
const FAULTS = [
    [
        /^ECONNREFUSED$/,
        (address) => `Connection refused at ${address}: nothing listens there. Start the backend, or set another endpoint.`,
    ],
    [
        /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/,
        (address, url) => `The host name "${url.hostname}" of ${address} was not found. Check the endpoint and the network.`,
    ],
    [
        /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/,
        (address, url) => `The connection to ${address} was closed before an answer came.${grpcHint(url)}`,
    ],
    [
        /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/,
        (address) => `${address} cannot be reached. Check the endpoint, the network and firewalls.`,
    ],
    [
        /^HPE_/,
        (address) => `${address} answered, but not in HTTP/1.1. It may be an OTLP/gRPC port (usually 4317): ` +
            'use the port for OTLP/HTTP (usually 4318).',
    ],
    [
        /^(EPROTO|ERR_SSL_)/,
        (address) => `${address} did not answer in TLS. If it speaks plain HTTP, write http:// in the endpoint.`,
    ],
    [/^CERT_HAS_EXPIRED$/, (address) => `The certificate of ${address} has expired.`],
    [
        /^ERR_TLS_CERT_ALTNAME_INVALID$/,
        (address, url) => `The certificate of ${address} is not for the host "${url.hostname}".`,
    ],
    [
        /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT\w*))$/,
        (address) => `The certificate of ${address} is not signed by an authority known here. Set the authority's certificate.`,
    ],
];
function grpcHint(url) {
    return url.port === GRPC_PORT ? ' Port 4317 usually speaks gRPC: use the port for OTLP/HTTP (usually 4318).' : '';
}
/** The code of an error of Node; of several tries to connect (IPv6, IPv4) the error itself carries the first one's. */
function codeOf(error) {
    if (typeof error !== 'object' || error === null || !('code' in error))
        return '';
    return typeof error.code === 'string' ? error.code : '';
}
//# sourceMappingURL=connect-fault.js.map