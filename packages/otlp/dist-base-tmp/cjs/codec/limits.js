"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.KEPT_BUFFER_BYTES_MAX = exports.KEY_CACHE_LENGTH_MAX = exports.KEY_CACHE_MAX = exports.GROUP_DEPTH_MAX = exports.REQUEST_MESSAGES_MAX = exports.VALUE_ENTRIES_MAX = exports.DECODED_DEPTH_MAX = exports.ENCODED_DEPTH_MAX = void 0;
/**
 * How deep the attribute values that we write may nest: an array or a map inside a value is one level deeper. A deeper
 * value is written as an empty one. The protobuf libraries of C++, Java and JavaScript read 100 nested messages and
 * refuse the whole request for one more; a map takes three of them for each level.
 */
exports.ENCODED_DEPTH_MAX = 30;
/** How deep the attribute values that we read may nest; a request with a deeper one is invalid. */
exports.DECODED_DEPTH_MAX = 64;
/**
 * How many array and map entries one attribute value may hold in all. What follows is left out.
 * Objects that refer to one another can have exponentially many paths although none is deep.
 */
exports.VALUE_ENTRIES_MAX = 1_000_000;
/**
 * How many messages (resources, scopes, spans, events, links, array entries) one request may hold; more is invalid.
 * An empty message is two bytes on the wire and hundreds in memory: without it 64 MiB would grow to gigabytes.
 */
exports.REQUEST_MESSAGES_MAX = 1_000_000;
/** How deep unknown groups of an old protobuf dialect may nest before the bytes count as invalid. */
exports.GROUP_DEPTH_MAX = 64;
/** How many attribute keys the encoder keeps as bytes. When it is full it is emptied and fills again. */
exports.KEY_CACHE_MAX = 2_048;
/** The longest key, in UTF-16 units, that the cache of keys keeps. Longer ones are rare and would fill it with text. */
exports.KEY_CACHE_LENGTH_MAX = 96;
/** The largest buffer kept between two calls of the encoder; a larger one is left to the garbage collector. */
exports.KEPT_BUFFER_BYTES_MAX = 8 * 1024 * 1024;
//# sourceMappingURL=limits.js.map