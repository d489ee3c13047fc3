import { RequestCollector } from '../../src/codec/request-collector.js';

it('items are built at the end of their resource, in order, with all that was said about their home', () => {
  const built: unknown[] = [];
  const collector = new RequestCollector<string>((item, { resource, scope }) => {
    built.push([item, { ...resource.attributes }, resource.schemaUrl, scope]);
  });
  collector.beginResource();
  const scope = collector.beginScope();
  collector.add('a');
  collector.add('b');
  collector.beginScope();
  collector.add('c');
  scope.name = 'late';
  scope.version = '1';
  collector.resource.attributes['k'] = 'v';
  collector.resource.schemaUrl = 'https://example.com';
  expect(built).toEqual([]);
  collector.endResource();
  expect(built).toEqual([
    ['a', { k: 'v' }, 'https://example.com', { name: 'late', version: '1' }],
    ['b', { k: 'v' }, 'https://example.com', { name: 'late', version: '1' }],
    ['c', { k: 'v' }, 'https://example.com', { name: '' }],
  ]);
});

it('an item without a scope around it is left out', () => {
  const built: string[] = [];
  const collector = new RequestCollector<string>((item) => built.push(item));
  collector.beginResource();
  collector.add('a');
  collector.endResource();
  expect(built).toEqual([]);
});
