import { ROW_ROLES, type SpanRow, staleAfterUnixNano } from '@spanbridge/analysis';
import { fromHrTime } from '@spanbridge/core';
import { isErrorOf, type RealSpan, stateOf, updateRealSpan } from './real-span.js';
import type { TraceSummary } from './trace-store.js';

/** Names in a list are cut here: a name of megabytes must not be held a second time, nor sent every second. */
const NAME_LENGTH_MAX = 200;

/** Services listed per trace; a trace with more says so. */
const SERVICES_MAX = 32;

/** What OTel calls a service that gave no name. */
const UNKNOWN_SERVICE = 'unknown_service';

const SERVICE_NAME = 'service.name';

/** A span that may give the trace its name. */
interface Candidate {
  readonly name: string;
  readonly service: string;
  readonly startTimeUnixNano: bigint;
  /** Place among {@link ROW_ROLES}: of what was sent about one span, the better content names it. */
  readonly rank: number;
}

/**
 * What a list says about one trace, kept up to date row by row, in any order of arrival.
 *
 * Counts real spans, whatever number of rows each was sent as. Never reads the stored rows again, so that a list of
 * many traces stays cheap.
 */
export class TraceOverview {
  private root: Candidate | undefined;
  private earliest: Candidate | undefined;
  /** The earliest late record; names the trace while nothing else does. */
  private stray: Candidate | undefined;
  /** By the id of the missing parent: the earliest of its children. The entry goes when the parent arrives. */
  private readonly orphans = new Map<string, Candidate>();
  private readonly realSpans = new Map<string, RealSpan>();
  private readonly services = new Set<string>();
  private hasMoreServices = false;
  private hasHeartbeats = false;
  private cached: TraceSummary | undefined;

  constructor(private readonly traceId: string) {}

  /** Spans, each counted once; late records without their span are none. */
  get realSpanCount(): number {
    return this.realSpans.size;
  }

  /** Takes one stored row into account; a row that comes again changes nothing. */
  add(row: SpanRow): void {
    this.cached = undefined;
    const candidate = toCandidate(row);
    this.addService(candidate.service);
    if (row.role === 'late') {
      this.stray = betterOf(this.stray, candidate);
      return;
    }
    this.earliest = betterOf(this.earliest, candidate);
    const staleAfter = staleAfterUnixNano([row]);
    this.hasHeartbeats ||= staleAfter !== undefined;
    this.realSpans.set(row.realSpanId, updateRealSpan(this.realSpans.get(row.realSpanId), row, staleAfter));
    this.orphans.delete(row.realSpanId);
    this.addToParent(row.realParentSpanId, candidate);
  }

  /** The summary as of the last row; undefined before the first. Silence is measured against `nowUnixNano`. */
  summary(nowUnixNano: bigint): TraceSummary | undefined {
    if (this.cached !== undefined && !this.hasHeartbeats) return this.cached;
    const named = this.root ?? this.earliestOrphan() ?? this.earliest ?? this.stray;
    if (named === undefined) return undefined;
    const { startTimeUnixNano } = this.earliest ?? named;
    return (this.cached = {
      traceId: this.traceId,
      rootName: named.name,
      rootService: named.service,
      isIncomplete: this.root === undefined || this.orphans.size > 0,
      services: [...this.services],
      hasMoreServices: this.hasMoreServices,
      spanCount: this.realSpans.size,
      ...this.figures(startTimeUnixNano, nowUnixNano),
      startTimeUnixNano,
    });
  }

  private figures(
    startTimeUnixNano: bigint,
    nowUnixNano: bigint,
  ): Pick<TraceSummary, 'errorCount' | 'runningCount' | 'staleCount' | 'unfinishedCount' | 'durationNano'> {
    const counts = { running: 0, stale: 0, unfinished: 0, ended: 0 };
    let errorCount = 0;
    // A span may end before it starts when its writer's clock was set back.
    let endUnixNano = startTimeUnixNano;
    for (const span of this.realSpans.values()) {
      counts[stateOf(span, nowUnixNano)] += 1;
      if (isErrorOf(span)) errorCount += 1;
      if (span.endUnixNano > endUnixNano) endUnixNano = span.endUnixNano;
    }
    return {
      errorCount,
      runningCount: counts.running,
      staleCount: counts.stale,
      unfinishedCount: counts.unfinished,
      durationNano: endUnixNano - startTimeUnixNano,
    };
  }

  private addToParent(parentId: string | undefined, candidate: Candidate): void {
    // A completion does not tell whose child its span is.
    if (parentId === undefined) return;
    if (parentId === '') this.root = betterOf(this.root, candidate);
    else if (!this.realSpans.has(parentId)) this.orphans.set(parentId, betterOf(this.orphans.get(parentId), candidate));
  }

  private earliestOrphan(): Candidate | undefined {
    let found: Candidate | undefined;
    for (const orphan of this.orphans.values()) found = betterOf(found, orphan);
    return found;
  }

  private addService(service: string): void {
    if (this.services.has(service)) return;
    if (this.services.size >= SERVICES_MAX) this.hasMoreServices = true;
    else this.services.add(service);
  }
}

function toCandidate({ span, role }: SpanRow): Candidate {
  const service = span.resource.attributes[SERVICE_NAME];
  return {
    name: shorten(span.name),
    service: typeof service === 'string' && service !== '' ? shorten(service) : UNKNOWN_SERVICE,
    startTimeUnixNano: fromHrTime(span.startTime),
    rank: ROW_ROLES.indexOf(role),
  };
}

/** The earlier one; of two that start together the better content, else the first: a list must not flicker. */
function betterOf(a: Candidate | undefined, b: Candidate): Candidate {
  if (a === undefined || b.startTimeUnixNano < a.startTimeUnixNano) return b;
  return b.startTimeUnixNano === a.startTimeUnixNano && b.rank < a.rank ? b : a;
}

function shorten(text: string): string {
  if (text.length <= NAME_LENGTH_MAX) return text;
  // A slice alone would keep the whole text alive behind it; going through bytes makes a text of its own.
  return `${Buffer.from(text.slice(0, NAME_LENGTH_MAX - 1)).toString()}…`;
}
