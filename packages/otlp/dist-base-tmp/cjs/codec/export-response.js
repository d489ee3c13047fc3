"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeExportResponse = encodeExportResponse;
exports.decodeExportResponse = decodeExportResponse;
exports.encodeStatus = encodeStatus;
exports.decodeStatus = decodeStatus;
const decode_result_js_1 = require("./decode-result.js");
const cursor_js_1 = require("./json/cursor.js");
const parse_body_js_1 = require("./json/parse-body.js");
const reader_js_1 = require("./protobuf/reader.js");
const writer_js_1 = require("./protobuf/writer.js");
const textEncoder = new TextEncoder();
/** Room for a sentence; a longer one grows the buffer. */
const RESPONSE_BYTES = 256;
/** The body of an ExportTraceServiceResponse; undefined means that every span was taken. */
function encodeExportResponse(partialSuccess, encoding) {
    if (encoding === 'json')
        return textEncoder.encode(JSON.stringify(toResponseJson(partialSuccess)));
    const writer = new writer_js_1.ProtobufWriter(RESPONSE_BYTES);
    if (partialSuccess !== undefined) {
        const body = writer.beginMessage(0x0a, 1); // partial_success = 1
        writer.byte(0x08); // rejected_spans = 1
        writer.varint(partialSuccess.rejectedSpans);
        if (partialSuccess.errorMessage)
            writer.text(0x12, partialSuccess.errorMessage); // error_message = 2
        writer.endMessage(body, 1);
    }
    return writer.finish();
}
/** Decodes the body of an ExportTraceServiceResponse. An empty body is full success in both encodings. Never throws. */
function decodeExportResponse(body, encoding) {
    return (0, decode_result_js_1.orInvalid)(() => {
        if (body.length === 0)
            return { status: 'decoded' };
        const partialSuccess = encoding === 'json' ? responseFromJson(body) : responseFromProtobuf(body);
        return partialSuccess === undefined ? { status: 'decoded' } : { status: 'decoded', partialSuccess };
    });
}
/** The body of a `google.rpc.Status`. */
function encodeStatus(status, encoding) {
    if (encoding === 'json') {
        return textEncoder.encode(JSON.stringify({ code: status.code, message: status.message.toWellFormed() }));
    }
    const writer = new writer_js_1.ProtobufWriter(RESPONSE_BYTES);
    if (status.code !== 0) {
        writer.byte(0x08); // code = 1
        writer.varint(status.code);
    }
    if (status.message)
        writer.text(0x12, status.message); // message = 2
    return writer.finish();
}
/** Decodes a `google.rpc.Status`; its `details` are not read. Never throws. */
function decodeStatus(body, encoding) {
    return (0, decode_result_js_1.orInvalid)(() => ({
        status: 'decoded',
        ...(encoding === 'json' ? statusFromJson(body) : statusFromProtobuf(body)),
    }));
}
function toResponseJson(partialSuccess) {
    if (partialSuccess === undefined)
        return {};
    const { rejectedSpans, errorMessage } = partialSuccess;
    return {
        partialSuccess: { rejectedSpans: String(rejectedSpans), errorMessage: errorMessage.toWellFormed() },
    };
}
function responseFromJson(body) {
    const cursor = new cursor_js_1.JsonCursor();
    return cursor.member(jsonObject(body), 'partialSuccess', (partial) => ({
        rejectedSpans: Number(cursor.int64(partial, 'rejectedSpans')),
        errorMessage: cursor.text(partial, 'errorMessage'),
    }));
}
function responseFromProtobuf(body) {
    const reader = new reader_js_1.ProtobufReader(body);
    let partialSuccess;
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            partialSuccess = readPartialSuccess(reader);
        else
            reader.skip(tag);
    }
    return partialSuccess;
}
function readPartialSuccess(reader) {
    let rejectedSpans = 0;
    let errorMessage = '';
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x08)
            rejectedSpans = Number(reader.int64());
        else if (tag === 0x12)
            errorMessage = reader.text();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    return { rejectedSpans, errorMessage };
}
function statusFromJson(body) {
    const cursor = new cursor_js_1.JsonCursor();
    const status = jsonObject(body);
    return { code: cursor.enumValue(status, 'code'), message: cursor.text(status, 'message') };
}
function statusFromProtobuf(body) {
    const reader = new reader_js_1.ProtobufReader(body);
    let code = 0;
    let message = '';
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x08)
            code = reader.uint32();
        else if (tag === 0x12)
            message = reader.text();
        else
            reader.skip(tag);
    }
    return { code, message };
}
function jsonObject(body) {
    const value = (0, parse_body_js_1.parseJsonBody)(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value;
    throw new decode_result_js_1.MalformedBody('The body is JSON, but not an object.');
}
//# sourceMappingURL=export-response.js.map