import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { mergeSpanRows, type MergeOptions } from '../merge/merge-span-rows.js';
import type { MergedSpan, MergedState } from '../merge/merged-span.js';
import { isError, parentSpanIdOf, serviceNameOf, toUnixNano } from '../span/span-facts.js';
import { findParentCycles } from './parent-cycles.js';

/** One real span at its place in the tree. */
export interface TraceTreeNode {
  readonly span: ReadableSpan;
  /** How the span stands, and what it was sent as. */
  readonly merged: MergedSpan;
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
  /** Real spans; late records without their span are none. */
  readonly spanCount: number;
  readonly errorCount: number;
  /** How many of the spans stand how. */
  readonly stateCounts: Readonly<Record<MergedState, number>>;
  /** Spans as they were read: copies, markers and all else that is no bar of its own included. */
  readonly rowCount: number;
  /** 0 if there are no spans, as the end. */
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
}

interface BuiltNode extends TraceTreeNode {
  depth: number;
  children: BuiltNode[];
  isOrphan: boolean;
  isInCycle: boolean;
  parent: BuiltNode | undefined;
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
 * Builds the tree of one trace from its spans in any order; the same spans give the same tree. Spans that speak of one
 * real span are merged first (`mergeSpanRows`).
 *
 * Total: missing parents and cycles end in flags, never in an error, and depth is bounded by memory alone (no
 * recursion). Spans of several traces give one tree with the roots of all; `groupByTrace` parts them.
 */
export function buildTraceTree(spans: readonly ReadableSpan[], options: MergeOptions = {}): TraceTree {
  const nodes = mergeSpanRows(spans, options).map(toNode);
  linkParents(nodes);
  breakCycles(nodes);
  const roots: BuiltNode[] = [];
  for (const node of nodes) (node.parent?.children ?? roots).push(node);
  for (const node of nodes) node.children.sort(byStart);
  roots.sort(byStart);
  return summarize(roots, spans.length);
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

function linkParents(nodes: readonly BuiltNode[]): void {
  // Span ids are unique within a trace only.
  const traces = new Map<string, Map<string, BuiltNode>>();
  for (const node of nodes) {
    const { traceId } = node.span.spanContext();
    const ofTrace = traces.get(traceId) ?? new Map<string, BuiltNode>();
    traces.set(traceId, ofTrace);
    if (!node.merged.isStray) ofTrace.set(node.spanId, node);
  }
  for (const node of nodes) {
    const parentSpanId = parentSpanIdOf(node.span);
    if (parentSpanId === undefined) continue;
    node.parent = traces.get(node.span.spanContext().traceId)?.get(parentSpanId);
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

function summarize(roots: readonly BuiltNode[], rowCount: number): TraceTree {
  const serviceNames = new Set<string>();
  let spanCount = 0;
  let errorCount = 0;
  const stateCounts = { running: 0, stale: 0, unfinished: 0, finished: 0, conflicting: 0 };
  let startUnixNano = roots[0]?.startUnixNano ?? 0n;
  let endUnixNano = 0n;
  for (const node of walk({ roots }) as Iterable<BuiltNode>) {
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    serviceNames.add(node.serviceName);
    if (!node.merged.isStray) {
      spanCount += 1;
      stateCounts[node.merged.state] += 1;
    }
    if (isError(node.span)) errorCount += 1;
    if (node.startUnixNano < startUnixNano) startUnixNano = node.startUnixNano;
    if (node.endUnixNano > endUnixNano) endUnixNano = node.endUnixNano;
  }
  const isWhole = (root: BuiltNode): boolean => parentSpanIdOf(root.span) === undefined;
  const head = roots.find(isWhole) ?? roots.find(({ merged }) => !merged.isStray) ?? roots[0];
  return {
    traceId: head?.span.spanContext().traceId ?? '',
    rootName: head?.span.name ?? '',
    serviceNames: [...serviceNames],
    ...{ roots, spanCount, errorCount, stateCounts, rowCount, startUnixNano, endUnixNano },
  };
}

function toNode(merged: MergedSpan): BuiltNode {
  const { span } = merged;
  const startUnixNano = toUnixNano(span.startTime);
  const endUnixNano = toUnixNano(span.endTime);
  return {
    ...{ span, merged },
    spanId: span.spanContext().spanId,
    serviceName: serviceNameOf(span),
    startUnixNano,
    endUnixNano: endUnixNano < startUnixNano ? startUnixNano : endUnixNano,
    depth: 0,
    children: [],
    isOrphan: false,
    isInCycle: false,
    parent: undefined,
  };
}

function byStart(left: BuiltNode, right: BuiltNode): number {
  if (left.startUnixNano !== right.startUnixNano) return left.startUnixNano < right.startUnixNano ? -1 : 1;
  return left.spanId < right.spanId ? -1 : left.spanId > right.spanId ? 1 : 0;
}
