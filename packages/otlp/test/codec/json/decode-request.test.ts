import { JsonCursor } from '../../../src/codec/json/cursor.js';
import { readJsonRequest } from '../../../src/codec/json/decode-request.js';
import { RequestCollector } from '../../../src/codec/request-collector.js';

const SHAPE = {
  resources: 'resourceThings',
  scopes: 'scopeThings',
  items: 'things',
  readItem: (cursor: JsonCursor, item: Readonly<Record<string, unknown>>): string => cursor.text(item, 'name'),
};

function read(value: unknown): readonly string[] {
  const names: string[] = [];
  const collector = new RequestCollector<string>((item, { scope }) => names.push(`${scope.name}/${item}`));
  readJsonRequest(value, new JsonCursor(), { shape: SHAPE, collector });
  return names;
}

it('members are found under the names of the signal', () => {
  const scopeThings = [{ scope: { name: 's' }, things: [{ name: 'a' }, { name: 'b' }] }, { things: [{ name: 'c' }] }];
  expect(read({ resourceThings: [{ scopeThings }], resourceSpans: [{}] })).toEqual(['s/a', 's/b', '/c']);
});

it('what is no request is told with the name of the member that is expected', () => {
  expect(() => read([])).toThrow('an object with "resourceThings" is expected');
  expect(() => read({ resourceThings: [{ scopeThings: 7 }] })).toThrow('resourceThings[0].scopeThings: an array');
});
