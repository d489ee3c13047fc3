import { createResource } from '@spanbridge/core';
import { Declarations } from '../../src/crash/declarations.js';

let lines: string[];
let declarations: Declarations;

beforeEach(() => {
  lines = [];
  declarations = new Declarations((line) => lines.push(line));
});

describe('the declarations of a crash file', () => {
  it('writes a resource and a scope once, before their first use', () => {
    const [resource, scope] = [createResource({ a: 1 }), { name: 'lib' }];
    const other = { name: 'other' };
    expect([declarations.resourceNumber(resource), declarations.scopeNumber(scope)]).toEqual([0, 1]);
    expect([declarations.scopeNumber(other), declarations.scopeNumber(scope)]).toEqual([2, 1]);
    expect(declarations.resourceNumber(resource)).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"key":"a"');
    expect(declarations.text).toBe(lines.join(''));
  });

  it('writes a resource again, under its number, once its attributes are there', async () => {
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    const raw: [string, unknown][] = [
      ['a', 1],
      ['b', settled.then(() => 2)],
    ];
    const resource = {
      ...createResource({ a: 1 }),
      asyncAttributesPending: true,
      getRawAttributes: () => raw as never,
      waitForAsyncAttributes: () => settled,
    };
    expect(declarations.resourceNumber(resource)).toBe(0);
    raw[1] = ['b', 2];
    settle();
    await settled;
    await Promise.resolve();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^\{"resource":0,.*"key":"b"/);
  });

  it('begins anew with numbers that nobody has used', () => {
    const scope = { name: 'lib' };
    declarations.scopeNumber(scope);
    declarations.clear();
    expect(declarations.text).toBe('');
    expect(declarations.scopeNumber(scope)).toBe(1);
  });

  it('keeps no more than a thousand', () => {
    for (let index = 0; index < 1_001; index += 1) declarations.scopeNumber({ name: `scope ${index}` });
    expect(declarations.text.split('\n')).toHaveLength(2);
    expect(lines).toHaveLength(1_001);
  });
});
