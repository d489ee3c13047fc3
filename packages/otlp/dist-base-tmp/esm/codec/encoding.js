/** The content type that OTLP/HTTP prescribes for each encoding. */
export const CONTENT_TYPES = {
    protobuf: 'application/x-protobuf',
    json: 'application/json',
};
/** The encoding that a `Content-Type` header names, in any case and with any parameters; undefined for another type. */
export function encodingOfContentType(contentType) {
    const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
    if (mediaType === CONTENT_TYPES.protobuf)
        return 'protobuf';
    return mediaType === CONTENT_TYPES.json ? 'json' : undefined;
}
//# sourceMappingURL=encoding.js.map