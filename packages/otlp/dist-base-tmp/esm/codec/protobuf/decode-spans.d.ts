import type { DecodeTracesResult } from '../decode-result.js';
/** Decodes the protobuf body of an ExportTraceServiceRequest. Raises `MalformedBody`. */
export declare function decodeSpansFromProtobuf(body: Uint8Array): DecodeTracesResult;
//# sourceMappingURL=decode-spans.d.ts.map