import { describeCell, type Cell, type Strategy } from './cells.js';
import type { CellResult } from './run-cell.js';
import { readSpanBytes, type SentSpan } from './sent-spans.js';

/** What a cell has to show beside its spans: that it ran where it was to run. */
export interface CellGround {
  /** Such as `2.12`: how the version of the SDK begins, in the resource. */
  readonly sdkLine: string;
  /** Such as 20: the version of Node. */
  readonly nodeMajor: number;
}

const ENDED = ['charge', 'consumer', 'limits', 'order', 'retry', 'root', 'values'] as const;

/** The spans of each strategy, by name and phase. One span, `hung`, never ends. */
const LABELS: Readonly<Record<Strategy, readonly string[]>> = {
  hold: [...ENDED, 'hung'],
  marker: [...ENDED, 'hung', 'hung (pending)', 'order (pending)'],
  anchor: [
    ...ENDED.flatMap((name) => [`${name} (anchor)`, `${name} (completion)`]),
    ...['hung (anchor)', 'hung (unfinished)'],
  ],
};

/** What the resource of every cell says, but for the attributes that {@link SET_ASIDE} takes away. */
const RESOURCE: Readonly<Record<string, string>> = {
  'deployment.environment.name': '{"stringValue":"test"}',
  'service.name': '{"stringValue":"shop"}',
  'telemetry.sdk.language': '{"stringValue":"nodejs"}',
  'telemetry.sdk.name': '{"stringValue":"opentelemetry"}',
};

/** Attributes that differ from process to process, or from one wiring to another, by design. */
export const SET_ASIDE = ['host.*', 'os.*', 'process.*', 'service.instance.id', 'telemetry.sdk.version'] as const;

interface FirstSpan {
  readonly from: string;
  readonly span: SentSpan;
}

/**
 * Holds cells against one another: a span has in every cell the bytes that it has in the first one that sent it. For
 * spans that have ended that is OpenTelemetry's own processor and exporter.
 */
export class CellComparison {
  private readonly first = new Map<string, FirstSpan>();

  /** What is wrong with a cell, a sentence each. */
  faultsOf(cell: Cell, { fault, nodeVersion, spans }: CellResult, ground: CellGround): readonly string[] {
    const faults = fault === undefined ? [] : [fault];
    if (!nodeVersion.startsWith(`v${ground.nodeMajor}.`)) faults.push(`It ran on Node "${nodeVersion}".`);
    const labels = spans.map(({ label }) => label).sort();
    const expected = [...(cell.wiring === 'otel' ? ENDED : LABELS[cell.strategy])].sort();
    if (labels.join() !== expected.join()) return [...faults, `It sent ${labels.join(', ')}.`];
    const from = `${ground.sdkLine}, ${nodeVersion}, ${describeCell(cell)}`;
    // Ids that were drawn are no measure for others.
    const isMeasure = cell.wiring !== 'hook';
    for (const span of spans) if (isMeasure && !this.first.has(span.label)) this.first.set(span.label, { from, span });
    const ids = cell.wiring === 'hook' ? this.idsAsFirst(spans) : [];
    return [...faults, ...spans.flatMap((span) => [...this.differences(span, ids), ...resourceFaults(span, ground)])];
  }

  /** Behind a hook nobody hands an IdGenerator in: for each id that was drawn, in hex, the one of the first cell. */
  private idsAsFirst(spans: readonly SentSpan[]): readonly (readonly [own: string, first: string])[] {
    const pairs = spans.flatMap((span) => {
      const first = this.first.get(span.label)?.span ?? span;
      return [[span.traceId, first.traceId] as const, [span.spanId, first.spanId] as const];
    });
    return [...new Map(pairs.map((pair) => [pair[0], pair])).values()];
  }

  private differences(span: SentSpan, ids: readonly (readonly [own: string, first: string])[]): readonly string[] {
    const first = this.first.get(span.label);
    if (first === undefined) return [`${span.label} is in no cell.`];
    const bytes = withIds(span.bytes, ids);
    const differences: string[] = [];
    if (!bytes.equals(first.span.bytes)) {
      differences.push(`${span.label} differs from ${first.from}: ${differenceOf(bytes, first.span.bytes)}.`);
    }
    if (span.home !== first.span.home) {
      differences.push(`The scope of ${span.label} is ${span.home}, in ${first.from} ${first.span.home}.`);
    }
    return differences;
  }
}

/** Bytes with some ids changed, as binary and as hex in texts. Ids of eight random bytes stand nowhere by chance. */
function withIds(bytes: Buffer, ids: readonly (readonly [own: string, first: string])[]): Buffer {
  let text = bytes.toString('latin1');
  for (const [own, first] of ids) {
    const [ownBytes, firstBytes] = [own, first].map((hex) => Buffer.from(hex, 'hex').toString('latin1'));
    text = text.replaceAll(ownBytes ?? '', firstBytes ?? '').replaceAll(own, first);
  }
  return Buffer.from(text, 'latin1');
}

function differenceOf(bytes: Buffer, firstBytes: Buffer): string {
  const [own, first] = [readSpanBytes(bytes), readSpanBytes(firstBytes)];
  const fields = [...new Set([...Object.keys(own), ...Object.keys(first)])].filter(
    (field) => JSON.stringify(own[field]) !== JSON.stringify(first[field]),
  );
  // The same values in other bytes: another order of fields, or defaults that are written.
  if (fields.length === 0) return `the same values in ${bytes.length} bytes, not ${firstBytes.length}`;
  return fields.map((field) => `${field} is ${textOf(own[field])}, not ${textOf(first[field])}`).join('; ');
}

/** Enough of a value to see what it is. */
const TEXT_LENGTH_MAX = 600;

function textOf(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, TEXT_LENGTH_MAX);
}

function resourceFaults({ label, resource }: SentSpan, { sdkLine, nodeMajor }: CellGround): readonly string[] {
  const faults: string[] = [];
  const kept = [...resource].filter(([key]) => !isSetAside(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (JSON.stringify(kept) !== JSON.stringify(Object.entries(RESOURCE))) {
    faults.push(`The resource of ${label} is ${JSON.stringify(Object.fromEntries(kept))}.`);
  }
  const sdkVersion = resource.get('telemetry.sdk.version') ?? '';
  if (!sdkVersion.startsWith(`{"stringValue":"${sdkLine}.`)) faults.push(`${label} is of SDK ${sdkVersion}.`);
  const runtime = resource.get('process.runtime.version');
  if (runtime !== undefined && !runtime.startsWith(`{"stringValue":"${nodeMajor}.`)) {
    faults.push(`${label} says that Node is ${runtime}.`);
  }
  return faults;
}

function isSetAside(key: string): boolean {
  return SET_ASIDE.some((name) => (name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : key === name));
}
