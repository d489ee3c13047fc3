/** The two encodings of OTLP over HTTP: binary protobuf, and protobuf's JSON mapping with hex ids. */
export type OtlpEncoding = 'protobuf' | 'json';
/** The content type that OTLP/HTTP prescribes for each encoding. */
export declare const CONTENT_TYPES: Readonly<Record<OtlpEncoding, string>>;
/** The encoding that a `Content-Type` header names, in any case and with any parameters; undefined for another type. */
export declare function encodingOfContentType(contentType: string | undefined): OtlpEncoding | undefined;
//# sourceMappingURL=encoding.d.ts.map