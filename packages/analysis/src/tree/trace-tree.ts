import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fingerprint } from '../span/fingerprint.js';
import { isError, parentSpanIdOf, serviceNameOf, toUnixNano } from '../span/span-facts.js';
import { findParentCycles } from './parent-cycles.js';

/** One span at its place in the tree. */
export interface TraceTreeNode {
  readonly span: ReadableSpan;
  readonly spanId: string;
  readonly serviceName: string;
  readonly startUnixNano: bigint;
  /** Never before the start: an end that was, or was never set, is taken for the start. */
  readonly endUnixNano: bigint;
  /** Undefined for roots. Makes the tree circular for `JSON.stringify`. */
  readonly parent: TraceTreeNode | undefined;
  /** 0 for roots. */
  readonly depth: number;
  /** By start, then span id. */
  readonly children: readonly TraceTreeNode[];
  /** Names a parent that is not among the spans; stands among the roots. */
  readonly isOrphan: boolean;
  /**
   * Is its own ancestor. The member with the earliest start (then smallest id) stands among the roots, the rest below
   * it.
   */
  readonly isInCycle: boolean;
  /** Another span with other content has the same id. */
  readonly isDuplicateId: boolean;
}

/** The spans of one trace in their order, and the figures of its header. */
export interface TraceTree {
  /** Empty if there are no spans. */
  readonly traceId: string;
  /** True roots, orphans and broken cycles, by start, then span id. */
  readonly roots: readonly TraceTreeNode[];
  /** The name of the earliest span without a parent; of the first root where every span names a parent. */
  readonly rootName: string;
  /** In order of first appearance, depth first. */
  readonly serviceNames: readonly string[];
  readonly spanCount: number;
  readonly errorCount: number;
  /** Spans left out because an equal one, to the last attribute, is in the tree. */
  readonly copyCount: number;
  /** 0 if there are no spans, as the end. */
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
}

interface BuiltNode extends TraceTreeNode {
  depth: number;
  children: BuiltNode[];
  isOrphan: boolean;
  isInCycle: boolean;
  isDuplicateId: boolean;
  parent: BuiltNode | undefined;
  /** Only for spans that share their id: the last tie-break, so that the order read does not matter. */
  content: string;
}

/** Spans by trace id, traces and spans in the order read. */
export function groupByTrace(spans: readonly ReadableSpan[]): ReadonlyMap<string, readonly ReadableSpan[]> {
  const traces = new Map<string, ReadableSpan[]>();
  for (const span of spans) {
    const { traceId } = span.spanContext();
    const trace = traces.get(traceId);
    if (trace === undefined) traces.set(traceId, [span]);
    else trace.push(span);
  }
  return traces;
}

/**
 * Builds the tree of one trace from its spans in any order; the same spans give the same tree.
 *
 * Total: missing parents, cycles and ids used twice end in flags, never in an error, and depth is bounded by memory
 * alone
 * (no recursion). Children of an id used twice hang on the span that ends last. Spans of several traces give one tree
 * with
 * the roots of all; `groupByTrace` parts them.
 */
export function buildTraceTree(spans: readonly ReadableSpan[]): TraceTree {
  const { nodes, bearers, copyCount } = readNodes(spans);
  linkParents(nodes, bearers);
  breakCycles(nodes);
  const roots: BuiltNode[] = [];
  for (const node of nodes) (node.parent?.children ?? roots).push(node);
  for (const node of nodes) node.children.sort(byStart);
  roots.sort(byStart);
  return summarize(roots, copyCount);
}

/** Every node, parents before their children, siblings in order: the rows of a waterfall. */
export function* walk(tree: Pick<TraceTree, 'roots'>): Generator<TraceTreeNode, void, undefined> {
  const stack = tree.roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    for (let index = node.children.length - 1; index >= 0; index -= 1)
      stack.push(node.children[index] as TraceTreeNode);
  }
}

/**
 * For each trace and span id the one node that children of the id belong to. Span ids are unique within a trace only.
 */
type Bearers = Map<string, Map<string, BuiltNode>>;

/** Nodes without copies, and who bears the children of each id. */
function readNodes(spans: readonly ReadableSpan[]): { nodes: BuiltNode[]; bearers: Bearers; copyCount: number } {
  const bearers: Bearers = new Map();
  const contentsOf = new Map<BuiltNode, Set<string>>();
  const nodes: BuiltNode[] = [];
  let copyCount = 0;
  for (const span of spans) {
    const node = toNode(span);
    const { traceId } = span.spanContext();
    const bearersOfTrace = bearers.get(traceId) ?? new Map<string, BuiltNode>();
    if (bearersOfTrace.size === 0) bearers.set(traceId, bearersOfTrace);
    const bearer = bearersOfTrace.get(node.spanId);
    if (bearer !== undefined && !flagNewContent(node, bearer, contentsOf)) {
      copyCount += 1;
      continue;
    }
    nodes.push(node);
    if (bearer === undefined) bearersOfTrace.set(node.spanId, node);
    else if (bearsChildrenBefore(node, bearer)) {
      bearersOfTrace.set(node.spanId, node);
      contentsOf.set(node, contentsOf.get(bearer) ?? new Set());
    }
  }
  return { nodes, bearers, copyCount };
}

/** Flags both spans of an id used twice; false for a copy. Content is compared only where an id comes again. */
function flagNewContent(node: BuiltNode, bearer: BuiltNode, contentsOf: Map<BuiltNode, Set<string>>): boolean {
  if (bearer.content === '') bearer.content = fingerprint(bearer.span);
  const known = contentsOf.get(bearer) ?? new Set([bearer.content]);
  contentsOf.set(bearer, known);
  node.content = fingerprint(node.span);
  if (known.has(node.content)) return false;
  known.add(node.content);
  node.isDuplicateId = true;
  bearer.isDuplicateId = true;
  return true;
}

function bearsChildrenBefore(node: BuiltNode, other: BuiltNode): boolean {
  if (node.endUnixNano !== other.endUnixNano) return node.endUnixNano > other.endUnixNano;
  return byStart(node, other) < 0;
}

function linkParents(nodes: readonly BuiltNode[], bearers: Bearers): void {
  for (const node of nodes) {
    const parentSpanId = parentSpanIdOf(node.span);
    if (parentSpanId === undefined) continue;
    // Of two spans under one id, one that names that id as its parent is its own parent, not the other's child.
    node.parent = parentSpanId === node.spanId ? node : bearers.get(node.span.spanContext().traceId)?.get(parentSpanId);
    node.isOrphan = node.parent === undefined;
  }
}

function breakCycles(nodes: readonly BuiltNode[]): void {
  for (const members of findParentCycles<BuiltNode>(nodes)) {
    for (const member of members) member.isInCycle = true;
    const top = members.reduce((first, member) => (byStart(member, first) < 0 ? member : first));
    top.parent = undefined;
  }
}

function summarize(roots: readonly BuiltNode[], copyCount: number): TraceTree {
  const serviceNames = new Set<string>();
  let spanCount = 0;
  let errorCount = 0;
  let startUnixNano = roots[0]?.startUnixNano ?? 0n;
  let endUnixNano = 0n;
  for (const node of walk({ roots }) as Iterable<BuiltNode>) {
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    serviceNames.add(node.serviceName);
    spanCount += 1;
    if (isError(node.span)) errorCount += 1;
    if (node.startUnixNano < startUnixNano) startUnixNano = node.startUnixNano;
    if (node.endUnixNano > endUnixNano) endUnixNano = node.endUnixNano;
  }
  const head = roots.find((root) => parentSpanIdOf(root.span) === undefined) ?? roots[0];
  return {
    traceId: head?.span.spanContext().traceId ?? '',
    rootName: head?.span.name ?? '',
    serviceNames: [...serviceNames],
    ...{ roots, spanCount, errorCount, copyCount, startUnixNano, endUnixNano },
  };
}

function toNode(span: ReadableSpan): BuiltNode {
  const startUnixNano = toUnixNano(span.startTime);
  const endUnixNano = toUnixNano(span.endTime);
  return {
    span,
    spanId: span.spanContext().spanId,
    serviceName: serviceNameOf(span),
    startUnixNano,
    endUnixNano: endUnixNano < startUnixNano ? startUnixNano : endUnixNano,
    depth: 0,
    children: [],
    isOrphan: false,
    isInCycle: false,
    isDuplicateId: false,
    parent: undefined,
    content: '',
  };
}

function byStart(left: BuiltNode, right: BuiltNode): number {
  if (left.startUnixNano !== right.startUnixNano) return left.startUnixNano < right.startUnixNano ? -1 : 1;
  if (left.spanId !== right.spanId) return left.spanId < right.spanId ? -1 : 1;
  return left.content < right.content ? -1 : left.content > right.content ? 1 : 0;
}
