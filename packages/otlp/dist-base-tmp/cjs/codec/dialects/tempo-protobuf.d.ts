import { type DecodeTempoResult } from './tempo-answer.js';
/**
 * Decodes the protobuf of Tempo's `/api/v2/traces/{id}`: a `TraceByIDResponse`, whose field 1 has the same bytes as an
 * export request, and which says in fields 3 and 4 whether the trace is whole. Never throws.
 *
 * The older `/api/traces/{id}` answers the trace alone: that is what `decodeTraces` reads.
 */
export declare function decodeTempoProtobuf(body: Uint8Array): DecodeTempoResult;
//# sourceMappingURL=tempo-protobuf.d.ts.map