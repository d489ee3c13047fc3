import { decodeTraces } from '../decode-traces.js';
import { ProtobufWriter } from './writer.js';
/** Bytes kept free for the lengths of the messages around the spans. */
const LENGTH_SIZE = 3;
/**
 * Reads spans from the bytes that `writeSpanField` gave, each with the resource and the scope it is told, since these
 * are not in the bytes. Answers undefined for bytes that hold other than that many valid spans.
 */
export function readSpanFields(fields, homes) {
    const result = decodeTraces(wrap(fields), 'protobuf');
    if (result.status !== 'decoded' || result.spans.length !== fields.length)
        return undefined;
    return result.spans.map((span, index) => ({ ...span, ...homes[index] }));
}
/** A request with one resource and one scope that nothing is said about. */
function wrap(fields) {
    const writer = new ProtobufWriter(64 + fields.reduce((sum, field) => sum + field.length, 0));
    const resource = writer.beginMessage(0x0a, LENGTH_SIZE); // TracesData.resource_spans = 1
    const scope = writer.beginMessage(0x12, LENGTH_SIZE); // ResourceSpans.scope_spans = 2
    for (const field of fields) {
        writer.reserve(field.length);
        writer.buffer.set(field, writer.position);
        writer.position += field.length;
    }
    writer.endMessage(scope, LENGTH_SIZE);
    writer.endMessage(resource, LENGTH_SIZE);
    return writer.finish();
}
//# sourceMappingURL=span-fields.js.map