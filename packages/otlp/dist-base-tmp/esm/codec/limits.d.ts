/**
 * How deep the attribute values that we write may nest: an array or a map inside a value is one level deeper. A deeper
 * value is written as an empty one. The protobuf libraries of C++, Java and JavaScript read 100 nested messages and
 * refuse the whole request for one more; a map takes three of them for each level.
 */
export declare const ENCODED_DEPTH_MAX = 30;
/** How deep the attribute values that we read may nest; a request with a deeper one is invalid. */
export declare const DECODED_DEPTH_MAX = 64;
/**
 * How many array and map entries one attribute value may hold in all. What follows is left out.
 * Objects that refer to one another can have exponentially many paths although none is deep.
 */
export declare const VALUE_ENTRIES_MAX = 1000000;
/**
 * How many messages (resources, scopes, spans, events, links, array entries) one request may hold; more is invalid.
 * An empty message is two bytes on the wire and hundreds in memory: without it 64 MiB would grow to gigabytes.
 */
export declare const REQUEST_MESSAGES_MAX = 1000000;
/** How deep unknown groups of an old protobuf dialect may nest before the bytes count as invalid. */
export declare const GROUP_DEPTH_MAX = 64;
/** How many attribute keys the encoder keeps as bytes. When it is full it is emptied and fills again. */
export declare const KEY_CACHE_MAX = 2048;
/** The longest key, in UTF-16 units, that the cache of keys keeps. Longer ones are rare and would fill it with text. */
export declare const KEY_CACHE_LENGTH_MAX = 96;
/** The largest buffer kept between two calls of the encoder; a larger one is left to the garbage collector. */
export declare const KEPT_BUFFER_BYTES_MAX: number;
//# sourceMappingURL=limits.d.ts.map