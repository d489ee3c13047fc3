import { readRequest } from '../../../src/codec/protobuf/decode-request.js';
import { RequestCollector } from '../../../src/codec/request-collector.js';

function read(hex: string): readonly string[] {
  const items: string[] = [];
  const collector = new RequestCollector<string>((item, { scope }) => items.push(`${scope.name}/${item}`));
  readRequest(Buffer.from(hex, 'hex'), collector, (reader) => reader.text());
  return items;
}

it('items are read in the order of the request, also with the scope behind them', () => {
  // resource { scope { "a", "b", scope { name: "s" } } }
  expect(read('0a0d' + '120b' + '120161' + '120162' + '0a030a0173')).toEqual(['s/a', 's/b']);
});

it('unknown fields on every level are passed over', () => {
  expect(read('7801' + '0a09' + '7801' + '1205' + '7801' + '120161')).toEqual(['/a']);
});

it('a length behind the end is refused with its place', () => {
  expect(() => read('0a7f')).toThrow('a length reaches behind the end of its message; the body may be cut off (byte 1');
});
