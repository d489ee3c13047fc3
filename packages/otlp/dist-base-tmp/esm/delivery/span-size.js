/** Ids, times, counts, flags and the tags of a span on the wire. */
const SPAN_BYTES = 120;
/** Tags and lengths of one attribute, and the content of a number or a boolean. */
const ATTRIBUTE_BYTES = 12;
/** Time, counts and tags of an event; a link with its ids needs a little more. */
const EVENT_BYTES = 24;
const LINK_BYTES = 48;
/**
 * Roughly how many bytes a span takes as protobuf: one byte for each UTF-16 unit, so text outside ASCII is estimated up
 * to three times too small, and arrays and maps are taken as small. For cutting batches; who needs the size encodes.
 */
export function estimateSpanBytes(span) {
    let bytes = SPAN_BYTES + span.name.length + attributesBytes(span.attributes);
    for (const event of span.events)
        bytes += EVENT_BYTES + event.name.length + attributesBytes(event.attributes);
    for (const link of span.links)
        bytes += LINK_BYTES + attributesBytes(link.attributes);
    return bytes + (span.status.message?.length ?? 0);
}
function attributesBytes(attributes) {
    let bytes = 0;
    for (const key in attributes) {
        const value = attributes[key];
        bytes += ATTRIBUTE_BYTES + key.length + (typeof value === 'string' ? value.length : sizeOfObject(value));
    }
    return bytes;
}
/** Text in arrays and bytes are counted; what lies deeper is left to the check after encoding. */
function sizeOfObject(value) {
    if (Array.isArray(value)) {
        return value.reduce((sum, item) => sum + 4 + (typeof item === 'string' ? item.length : 8), 0);
    }
    return ArrayBuffer.isView(value) ? value.byteLength : 0;
}
//# sourceMappingURL=span-size.js.map