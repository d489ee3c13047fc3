"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CONTENT_TYPES = void 0;
exports.encodingOfContentType = encodingOfContentType;
/** The content type that OTLP/HTTP prescribes for each encoding. */
exports.CONTENT_TYPES = {
    protobuf: 'application/x-protobuf',
    json: 'application/json',
};
/** The encoding that a `Content-Type` header names, in any case and with any parameters; undefined for another type. */
function encodingOfContentType(contentType) {
    const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
    if (mediaType === exports.CONTENT_TYPES.protobuf)
        return 'protobuf';
    return mediaType === exports.CONTENT_TYPES.json ? 'json' : undefined;
}
//# sourceMappingURL=encoding.js.map