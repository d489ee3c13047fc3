import { type DecodeTracesResult } from '../decode-result.js';
/**
 * Decodes Jaeger's legacy JSON: `{"data":[trace, …]}` as its `/api/traces` answers it, or one trace alone, as its page
 * lets users download it. Never throws. Limits and forms of values are those of `decodeTraces`.
 *
 * The format has no nanoseconds, no dropped counts, no schema URLs, no attributes of links and scopes; lists and maps
 * are JSON text in it. Tags that stand for fields of OTLP become those fields, `FOLLOWS_FROM` becomes a link.
 */
export declare function decodeJaegerJson(body: Uint8Array | string): DecodeTracesResult;
/** The same for JSON that has been parsed already. */
export declare function decodeJaegerValue(value: unknown): DecodeTracesResult;
//# sourceMappingURL=jaeger-json.d.ts.map