"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.RESPONSE_BYTES_MAX = void 0;
exports.readBody = readBody;
exports.readBodyWithin = readBodyWithin;
const node_stream_1 = require("node:stream");
const node_zlib_1 = require("node:zlib");
/** The largest answer that is read, counted after decompression (OTLP specification, "OTLP/HTTP Response"). */
exports.RESPONSE_BYTES_MAX = 4 * 1024 * 1024;
/** Reads the body of an answer of at most {@link RESPONSE_BYTES_MAX}, decompressed; undefined when that fails. */
async function readBody(message) {
    const body = await readBodyWithin(message, exports.RESPONSE_BYTES_MAX);
    return body.status === 'read' ? body.bytes : undefined;
}
/** Reads the body of an answer of at most `bytesMax`, decompressed. Never rejects. */
async function readBodyWithin(message, bytesMax) {
    const chunks = [];
    let size = 0;
    try {
        const stream = decompressed(message);
        if (stream === undefined)
            throw new Error('unknown compression');
        for await (const chunk of stream) {
            size += chunk.length;
            if (size > bytesMax)
                break;
            chunks.push(chunk);
        }
    }
    catch {
        message.destroy();
        return { status: 'broken' };
    }
    if (size <= bytesMax)
        return { status: 'read', bytes: Buffer.concat(chunks) };
    message.destroy();
    return { status: 'too-large' };
}
function decompressed(message) {
    const decoder = createDecoder(message.headers['content-encoding']?.trim().toLowerCase() ?? 'identity');
    if (decoder === undefined || decoder === 'identity')
        return decoder === undefined ? undefined : message;
    // An error on either side reaches the loop that reads the decoder, so the callback has nothing to add.
    return (0, node_stream_1.pipeline)(message, decoder, () => undefined);
}
function createDecoder(encoding) {
    switch (encoding) {
        case '':
        case 'identity':
            return 'identity';
        case 'gzip':
        case 'x-gzip':
            return (0, node_zlib_1.createGunzip)();
        case 'deflate':
            return (0, node_zlib_1.createInflate)();
        case 'br':
            return (0, node_zlib_1.createBrotliDecompress)();
        default:
            return undefined;
    }
}
//# sourceMappingURL=read-body.js.map