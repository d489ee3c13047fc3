import { BODY_BYTES_MAX } from './record-frame.js';
/** No segment is larger: one body of the largest size, or many in 64 MiB, and what frames them. */
export const SEGMENT_FILE_BYTES_MAX = BODY_BYTES_MAX + 64 * 1024;
/** What a medium loses at least when a sector cannot be read. */
const PIECE_BYTES = 4096;
/**
 * All bytes of a file. Where the medium does not give a piece, zeros stand for it: what is around it can still be read.
 * Throws only when the file cannot be opened.
 */
export async function readWhole(files, path, sizeBytes) {
    const handle = files.openSync(path, 'read');
    try {
        return await files.read(handle, 0, sizeBytes).catch(() => readPieces(files, handle, sizeBytes));
    }
    finally {
        files.closeSync(handle);
    }
}
async function readPieces(files, handle, sizeBytes) {
    const bytes = Buffer.alloc(sizeBytes);
    for (let position = 0; position < sizeBytes; position += PIECE_BYTES) {
        const lengthBytes = Math.min(PIECE_BYTES, sizeBytes - position);
        const piece = await files.read(handle, position, lengthBytes).catch(() => undefined);
        if (piece !== undefined)
            bytes.set(piece, position);
    }
    return bytes;
}
//# sourceMappingURL=read-whole.js.map