import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
/** The largest answer that is read, counted after decompression (OTLP specification, "OTLP/HTTP Response"). */
export const RESPONSE_BYTES_MAX = 4 * 1024 * 1024;
/** Reads the body of an answer of at most {@link RESPONSE_BYTES_MAX}, decompressed; undefined when that fails. */
export async function readBody(message) {
    const body = await readBodyWithin(message, RESPONSE_BYTES_MAX);
    return body.status === 'read' ? body.bytes : undefined;
}
/** Reads the body of an answer of at most `bytesMax`, decompressed. Never rejects. */
export async function readBodyWithin(message, bytesMax) {
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
    return pipeline(message, decoder, () => undefined);
}
function createDecoder(encoding) {
    switch (encoding) {
        case '':
        case 'identity':
            return 'identity';
        case 'gzip':
        case 'x-gzip':
            return createGunzip();
        case 'deflate':
            return createInflate();
        case 'br':
            return createBrotliDecompress();
        default:
            return undefined;
    }
}
//# sourceMappingURL=read-body.js.map