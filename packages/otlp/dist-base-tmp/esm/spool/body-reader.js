import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BLOCK_BYTES, recordBytes } from './record-frame.js';
import { errorCode } from './spool-files.js';
/** A run of records is read in one call up to this; it is also the memory of one `take` beyond its answer. */
const RUN_BYTES_MAX = 8 * 1024 * 1024;
/** Codes that say something of the bytes or the file; all others say something of the moment. */
const LOSSES = new Set(['EIO', 'ENOENT', 'ELOOP', 'EISDIR']);
/** Gets bodies back, from memory where they are new, else from their segments. */
export class BodyReader {
    files;
    directory;
    recent;
    constructor(files, directory, recent) {
        this.files = files;
        this.directory = directory;
        this.recent = recent;
    }
    /** One result for each record, in order. Never rejects. */
    async read(records) {
        const results = [];
        while (results.length < records.length) {
            const record = records[results.length];
            if (record === undefined)
                break;
            const recent = this.recent.get(record.segment, record.offset + BLOCK_BYTES, record.bodyBytes);
            if (recent !== undefined) {
                results.push({ status: 'read', body: recent });
                continue;
            }
            results.push(...(await this.readRun(runFrom(records, results.length))));
        }
        return results;
    }
    /** Results for the whole run, or for its first record alone. */
    async readRun(run) {
        const [first] = run;
        const { segment, offset } = first;
        // Records may move to another segment while their bytes are read from this one.
        const bodyOffsets = run.map((record) => record.offset - offset + BLOCK_BYTES);
        const lengthBytes = run.reduce((sum, { bodyBytes }) => sum + recordBytes(bodyBytes), 0);
        try {
            const bytes = await this.readBytes(segment, offset, lengthBytes);
            return run.map((record, index) => checked(bytes, bodyOffsets[index] ?? 0, record));
        }
        catch (error) {
            const code = errorCode(error);
            // The old segment was deleted before it was opened: the record says where it lies now.
            if (first.segment !== segment)
                return this.readRun([first]);
            if (!LOSSES.has(code))
                return run.map(() => ({ status: 'unavailable', code }));
            return run.length === 1 ? [{ status: 'lost' }] : this.readRun([first]);
        }
    }
    async readBytes(segment, position, lengthBytes) {
        const handle = this.files.openSync(join(this.directory, segment.name), 'read');
        try {
            return await this.files.read(handle, position, lengthBytes);
        }
        finally {
            this.files.closeSync(handle);
        }
    }
}
function checked(bytes, offset, { bodyBytes, bodyCrc }) {
    const body = bytes.subarray(offset, offset + bodyBytes);
    return body.byteLength === bodyBytes && crc32(body) === bodyCrc ? { status: 'read', body } : { status: 'lost' };
}
/** Records that lie behind one another in one segment, from `begin` on. */
function runFrom(records, begin) {
    const first = records[begin];
    if (first === undefined)
        throw new RangeError(`There is no record ${begin} of ${records.length}. This is a bug.`);
    const run = [first];
    let end = first.offset + recordBytes(first.bodyBytes);
    for (let index = begin + 1; index < records.length; index += 1) {
        const record = records[index];
        if (record?.segment !== first.segment || record.offset !== end)
            break;
        end += recordBytes(record.bodyBytes);
        if (end - first.offset > RUN_BYTES_MAX)
            break;
        run.push(record);
    }
    return run;
}
//# sourceMappingURL=body-reader.js.map