import { findParentCycles } from '../../src/tree/parent-cycles.js';

interface Named {
  readonly name: string;
  parent: Named | undefined;
}

/** Nodes from `child>parent` words. */
function nodesOf(...links: readonly string[]): Named[] {
  const nodes = new Map<string, Named>();
  const node = (name: string): Named => {
    const known = nodes.get(name) ?? { name, parent: undefined };
    nodes.set(name, known);
    return known;
  };
  for (const link of links) {
    const [child = '', parent] = link.split('>');
    node(child).parent = parent === undefined ? undefined : node(parent);
  }
  return [...nodes.values()];
}

const cyclesOf = (...links: readonly string[]): string[] =>
  findParentCycles(nodesOf(...links)).map((members) => members.map(({ name }) => name).join(''));

describe('findParentCycles', () => {
  it('finds none in a forest', () => {
    expect(cyclesOf('b>a', 'c>a', 'd>c', 'e')).toEqual([]);
  });

  it('finds a node that is its own parent', () => {
    expect(cyclesOf('a>a', 'b>a')).toEqual(['a']);
  });

  it('finds each cycle once, without the tails that lead into it', () => {
    expect(cyclesOf('t>a', 'u>t', 'a>b', 'b>c', 'c>a', 'x>y', 'y>x')).toEqual(['abc', 'xy']);
  });
});
