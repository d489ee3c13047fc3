/** What the search for cycles needs to know of a node: its parent in the same trace. */
export interface ParentLinked<Node> {
  readonly parent: Node | undefined;
}

/**
 * All cycles of parent links, each as the list of its members.
 *
 * Every node has one parent at most, so a walk upwards from a node either leaves the trace, reaches what an earlier
 * walk
 * has seen, or bites its own tail: that tail is a cycle. Each node is visited once; no recursion.
 */
export function findParentCycles<Node extends ParentLinked<Node>>(nodes: Iterable<Node>): Node[][] {
  const walkOf = new Map<Node, number>();
  const cycles: Node[][] = [];
  let walk = 0;
  for (const first of nodes) {
    walk += 1;
    let node: Node | undefined = first;
    while (node !== undefined && !walkOf.has(node)) {
      walkOf.set(node, walk);
      node = node.parent;
    }
    if (node !== undefined && walkOf.get(node) === walk) cycles.push(membersFrom(node));
  }
  return cycles;
}

function membersFrom<Node extends ParentLinked<Node>>(start: Node): Node[] {
  const members: Node[] = [];
  let node: Node | undefined = start;
  do {
    members.push(node);
    node = node.parent;
  } while (node !== undefined && node !== start);
  return members;
}
