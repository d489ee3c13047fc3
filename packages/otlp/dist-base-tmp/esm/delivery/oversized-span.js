/** Values up to this size are never cut: what fills a span with them is their number, and they say what it is. */
const KEPT_VALUE_BYTES = 256;
/**
 * Cuts the longest values of a span, all to one length, so that it becomes about `excessBytes` smaller. Texts and bytes
 * keep their beginning, lists and maps their first entries. Values of up to 256 bytes stay. Cutting the same span in
 * the same way gives the same span. Undefined when no value is long enough to be cut.
 */
export function cutLongValues(span, excessBytes) {
    const sizes = valuesOf(span).map(sizeOf);
    const limitBytes = Math.max(findLimit(sizes, excessBytes), KEPT_VALUE_BYTES);
    const cutValues = sizes.filter((size) => size > limitBytes).length;
    if (cutValues === 0)
        return undefined;
    return { span: withCutValues(span, limitBytes), cutValues };
}
/** The length to which all longer values have to be cut for `excessBytes` to go: the longest ones first. */
function findLimit(sizes, excessBytes) {
    const longestFirst = [...sizes].sort((a, b) => b - a);
    let sumBytes = 0;
    for (const [index, size] of longestFirst.entries()) {
        sumBytes += size;
        const limitBytes = Math.floor((sumBytes - excessBytes) / (index + 1));
        if (limitBytes >= (longestFirst[index + 1] ?? 0))
            return limitBytes;
    }
    return 0;
}
function valuesOf(span) {
    return [
        span.name,
        span.status.message,
        ...Object.values(span.attributes),
        ...span.events.flatMap((event) => [event.name, ...Object.values(event.attributes ?? {})]),
        ...span.links.flatMap((link) => Object.values(link.attributes ?? {})),
    ];
}
/** The copy has all members of the span as plain data, wherever the original keeps them. */
function withCutValues(span, limitBytes) {
    const cutText = (text) => cutUtf8(text, limitBytes);
    const cutAll = (attributes) => cutAttributes(attributes, limitBytes);
    const { status } = span;
    return {
        name: cutText(span.name),
        kind: span.kind,
        spanContext: () => span.spanContext(),
        ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
        startTime: span.startTime,
        endTime: span.endTime,
        status: status.message === undefined ? status : { ...status, message: cutText(status.message) },
        attributes: cutAll(span.attributes),
        links: span.links.map((link) => link.attributes === undefined ? link : { ...link, attributes: cutAll(link.attributes) }),
        events: span.events.map((event) => ({
            ...event,
            name: cutText(event.name),
            ...(event.attributes === undefined ? {} : { attributes: cutAll(event.attributes) }),
        })),
        duration: span.duration,
        ended: span.ended,
        resource: span.resource,
        instrumentationScope: span.instrumentationScope,
        droppedAttributesCount: span.droppedAttributesCount,
        droppedEventsCount: span.droppedEventsCount,
        droppedLinksCount: span.droppedLinksCount,
    };
}
function cutAttributes(attributes, limitBytes) {
    const cut = Object.create(null);
    for (const [key, value] of Object.entries(attributes))
        cut[key] = cutValue(value, limitBytes);
    return cut;
}
function cutValue(value, limitBytes) {
    if (sizeOf(value) <= limitBytes)
        return value;
    if (typeof value === 'string')
        return cutUtf8(value, limitBytes);
    if (ArrayBuffer.isView(value))
        return new Uint8Array(value.buffer, value.byteOffset, limitBytes);
    if (Array.isArray(value))
        return firstEntries(value, limitBytes);
    return Object.fromEntries(firstEntries(Object.entries(value), limitBytes));
}
/** The first entries that fit; of one that does not fit nothing is kept. */
function firstEntries(entries, limitBytes) {
    const kept = [];
    let bytes = 0;
    for (const entry of entries) {
        bytes += sizeOf(entry) + ENTRY_BYTES;
        if (bytes > limitBytes)
            break;
        kept.push(entry);
    }
    return kept;
}
/** Tag and length of an entry of a list or a map. */
const ENTRY_BYTES = 4;
/** How deep lists and maps are looked into; the encoder writes what lies deeper as empty. */
const DEPTH_MAX = 30;
/** About how many bytes a value takes as UTF-8. */
function sizeOf(value, depth = 0) {
    if (typeof value === 'string')
        return utf8Length(value);
    if (typeof value !== 'object' || value === null)
        return 8;
    if (ArrayBuffer.isView(value))
        return value.byteLength;
    if (depth >= DEPTH_MAX)
        return 0;
    const entries = Array.isArray(value) ? value : Object.entries(value).flat();
    return entries.reduce((sum, entry) => sum + ENTRY_BYTES + sizeOf(entry, depth + 1), 0);
}
function utf8Length(text) {
    let bytes = 0;
    for (let index = 0; index < text.length; index++)
        bytes += bytesOfUnit(text.charCodeAt(index));
    return bytes;
}
/** Bytes that one UTF-16 unit adds: each half of a surrogate pair two. */
function bytesOfUnit(unit) {
    if (unit < 0x80)
        return 1;
    if (unit < 0x800 || (unit >= 0xd800 && unit < 0xe000))
        return 2;
    return 3;
}
/** The longest beginning of a text within `limitBytes` that ends between two characters. */
function cutUtf8(text, limitBytes) {
    let bytes = 0;
    for (let index = 0; index < text.length; index++) {
        bytes += bytesOfUnit(text.charCodeAt(index));
        if (bytes <= limitBytes)
            continue;
        const isInsidePair = index > 0 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
        return text.slice(0, isInsidePair ? index - 1 : index);
    }
    return text;
}
//# sourceMappingURL=oversized-span.js.map