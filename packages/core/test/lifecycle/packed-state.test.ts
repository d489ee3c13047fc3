import fc from 'fast-check';
import { packState, StateReader } from '../../src/lifecycle/packed-state.js';

function throughJson(value: unknown): unknown {
  return new StateReader().unpack(JSON.parse(JSON.stringify(packState(value))));
}

describe('packed state', () => {
  it.each<[string, unknown, string]>([
    ['a bigint', 123n, '"\\u0001n123"'],
    ['zero with a sign', -0, '"\\u0001d-0"'],
    ['no number', Number.NaN, '"\\u0001dNaN"'],
    ['a text that looks packed', '\u0001n1', '"\\u0001\\u0001n1"'],
  ])('writes %s as a marked text', (_what, value, text) => {
    expect(JSON.stringify(packState(value))).toBe(text);
    expect(throughJson(value)).toEqual(value);
  });

  it('leaves members out that are undefined', () => {
    expect(JSON.stringify(packState({ a: undefined, b: 1 }))).toBe('{"b":1}');
  });

  it('keeps __proto__ as a key like any other', () => {
    const value = JSON.parse('{"__proto__":{"polluted":1}}') as object;
    const read = throughJson(value) as Record<string, unknown>;
    expect(Object.keys(read)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('gives records one system and one list of facts again', () => {
    const system = { prefix: 'demo', scope: { name: 'demo' } };
    const reader = new StateReader();
    const texts = [1, 2].map((id) => JSON.stringify(packState({ id, system, facts: [{ key: 'f' }] })));
    const [first, second] = texts.map((text) => reader.unpack(JSON.parse(text)) as Record<string, unknown>);
    expect(first?.['system']).toBe(second?.['system']);
    expect(first?.['facts']).toBe(second?.['facts']);
    expect(first?.['id']).toBe(1);
  });

  it('gives any plain data back, signs of zero and all', () => {
    const data = fc.anything({ withBigInt: true, withNullPrototype: true, maxDepth: 4 }).filter(isWithoutUndefined);
    fc.assert(
      fc.property(data, (value) => {
        const read = throughJson(value);
        expect(JSON.stringify(packState(read))).toBe(JSON.stringify(packState(value)));
        if (typeof value !== 'object') expect(Object.is(read, value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

function isWithoutUndefined(value: unknown): boolean {
  if (value === undefined) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isWithoutUndefined);
}
