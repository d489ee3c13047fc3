import { orInvalid } from '../decode-result.js';
import { decodeSpansFromProtobuf } from '../protobuf/decode-spans.js';
import { END_OF_MESSAGE, ProtobufReader } from '../protobuf/reader.js';
import { withPartialMessage } from './tempo-answer.js';
/** The number of the enum value that says that spans are missing. */
const PARTIAL = 1;
/**
 * Decodes the protobuf of Tempo's `/api/v2/traces/{id}`: a `TraceByIDResponse`, whose field 1 has the same bytes as an
 * export request, and which says in fields 3 and 4 whether the trace is whole. Never throws.
 *
 * The older `/api/traces/{id}` answers the trace alone: that is what `decodeTraces` reads.
 */
export function decodeTempoProtobuf(body) {
    return orInvalid(() => {
        const answer = readAnswer(new ProtobufReader(body));
        return withPartialMessage(decodeSpansFromProtobuf(answer.trace), answer.isPartial ? answer.message : undefined);
    });
}
function readAnswer(reader) {
    const answer = { trace: new Uint8Array(), isPartial: false, message: '' };
    for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            answer.trace = reader.bytesValue();
        else if (tag === 0x18)
            answer.isPartial = reader.uint32() === PARTIAL;
        else if (tag === 0x22)
            answer.message = reader.text();
        else
            reader.skip(tag);
    }
    return answer;
}
//# sourceMappingURL=tempo-protobuf.js.map