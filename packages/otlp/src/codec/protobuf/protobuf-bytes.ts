import { MalformedBody } from '../decode-result.js';

/** The bytes of a protobuf body. Raises `MalformedBody` for what somebody has made a text of on the way. */
export function toProtobufBytes(body: Uint8Array | string): Uint8Array {
  if (typeof body === 'string') {
    throw new MalformedBody('The body is a text, but protobuf is binary: hand over the bytes, or decode it as JSON.');
  }
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) {
    throw new MalformedBody('The body begins with a UTF-8 byte order mark, but protobuf is binary: send it unchanged.');
  }
  return body;
}
