import { encodingOfContentType } from '../../src/codec/encoding.js';

it.each([
  ['application/x-protobuf', 'protobuf'],
  ['APPLICATION/JSON', 'json'],
  ['application/json; charset=utf-8', 'json'],
  [' application/json ;q=1', 'json'],
  ['text/plain', undefined],
  ['application/jsonl', undefined],
  ['', undefined],
  [undefined, undefined],
])('the content type %p means %p', (contentType, expected) => {
  expect(encodingOfContentType(contentType)).toBe(expected);
});
