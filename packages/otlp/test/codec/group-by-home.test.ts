import { groupByHome, type OtlpResource, type OtlpScope } from '../../src/codec/group-by-home.js';
import { makeSpan, makeSpans } from '../support/spans.js';

const keys = {
  resourceKey: (resource: OtlpResource): string => JSON.stringify(resource.attributes),
  scopeKey: (scope: OtlpScope): string => scope.name,
};

it('contents are not looked at as long as there is one object', () => {
  const never = (): never => {
    throw new Error('looked at');
  };
  const [group] = groupByHome(makeSpans(100), { resourceKey: never, scopeKey: never });
  expect(group?.scopes[0]?.items).toHaveLength(100);
});

it('objects in turn are found again by identity, copies by content', () => {
  const scopes = ['a', 'b', 'a', 'b', 'c'].map((name) => ({ name }));
  const [first] = scopes;
  const spans = [...scopes, first ?? { name: '' }].map((instrumentationScope) => makeSpan({ instrumentationScope }));
  const [group] = groupByHome(spans, keys);
  expect(group?.scopes.map(({ scope, items: members }) => [scope.name, members.length])).toEqual([
    ['a', 3],
    ['b', 2],
    ['c', 1],
  ]);
});

it('the same scope under two resources makes two groups', () => {
  const { resource } = makeSpan();
  const other = { ...resource, attributes: { 'service.name': 'other' } };
  const groups = groupByHome([makeSpan(), makeSpan({ resource: other }), makeSpan()], keys);
  expect(groups.map((group) => group.scopes.map((scope) => scope.items.length))).toEqual([[2], [1]]);
});

it('no spans make no group', () => {
  expect(groupByHome([], keys)).toEqual([]);
});
