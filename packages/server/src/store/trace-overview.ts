import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fromHrTime } from '@spanbridge/core';
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
}

/**
 * What a list says about one trace, kept up to date span by span, in any order of arrival.
 * Never reads the stored spans again, so that a list of many traces stays cheap.
 */
export class TraceOverview {
  private root: Candidate | undefined;
  private earliest: Candidate | undefined;
  /** By the id of the missing parent: the earliest of its children. The entry goes when the parent arrives. */
  private readonly orphans = new Map<string, Candidate>();
  private readonly services = new Set<string>();
  private hasMoreServices = false;
  private spanCount = 0;
  private errorCount = 0;
  private endTimeUnixNano = 0n;
  private cached: TraceSummary | undefined;

  constructor(private readonly traceId: string) {}

  /** Takes one stored span into account. `isKnown` answers for ids of the trace, including this span's own. */
  add(span: ReadableSpan, isKnown: (spanId: string) => boolean): void {
    this.cached = undefined;
    const candidate = toCandidate(span);
    this.earliest = earlierOf(this.earliest, candidate);
    this.orphans.delete(span.spanContext().spanId);
    const parentId = span.parentSpanContext?.spanId;
    if (parentId === undefined) this.root = earlierOf(this.root, candidate);
    else if (!isKnown(parentId)) this.orphans.set(parentId, earlierOf(this.orphans.get(parentId), candidate));
    this.addService(candidate.service);
    this.spanCount += 1;
    if (span.status.code === SpanStatusCode.ERROR) this.errorCount += 1;
    const endTimeUnixNano = fromHrTime(span.endTime);
    if (endTimeUnixNano > this.endTimeUnixNano) this.endTimeUnixNano = endTimeUnixNano;
  }

  /** The summary as of the last span; undefined before the first. */
  summary(): TraceSummary | undefined {
    if (this.cached !== undefined || this.earliest === undefined) return this.cached;
    const named = this.root ?? this.earliestOrphan() ?? this.earliest;
    const { startTimeUnixNano } = this.earliest;
    const durationNano = this.endTimeUnixNano - startTimeUnixNano;
    return (this.cached = {
      traceId: this.traceId,
      rootName: named.name,
      rootService: named.service,
      isIncomplete: this.root === undefined || this.orphans.size > 0,
      services: [...this.services],
      hasMoreServices: this.hasMoreServices,
      spanCount: this.spanCount,
      errorCount: this.errorCount,
      startTimeUnixNano,
      // A span may end before it starts when its writer's clock was set back.
      durationNano: durationNano < 0n ? 0n : durationNano,
    });
  }

  private earliestOrphan(): Candidate | undefined {
    let found: Candidate | undefined;
    for (const orphan of this.orphans.values()) found = earlierOf(found, orphan);
    return found;
  }

  private addService(service: string): void {
    if (this.services.has(service)) return;
    if (this.services.size >= SERVICES_MAX) this.hasMoreServices = true;
    else this.services.add(service);
  }
}

function toCandidate(span: ReadableSpan): Candidate {
  const service = span.resource.attributes[SERVICE_NAME];
  return {
    name: shorten(span.name),
    service: typeof service === 'string' && service !== '' ? shorten(service) : UNKNOWN_SERVICE,
    startTimeUnixNano: fromHrTime(span.startTime),
  };
}

/** Of two spans that start together the first to arrive stays, so that a list does not flicker. */
function earlierOf(a: Candidate | undefined, b: Candidate): Candidate {
  return a !== undefined && a.startTimeUnixNano <= b.startTimeUnixNano ? a : b;
}

function shorten(text: string): string {
  if (text.length <= NAME_LENGTH_MAX) return text;
  // A slice alone would keep the whole text alive behind it; going through bytes makes a text of its own.
  return `${Buffer.from(text.slice(0, NAME_LENGTH_MAX - 1)).toString()}…`;
}
