import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpoolRecord } from '@spanbridge/otlp';
import { phaseOf } from '../provisional/request-order.js';

/** A record that was taken from the spool, with what it holds. */
export interface TakenRecord {
  readonly record: SpoolRecord;
  readonly spans: readonly ReadableSpan[];
}

/** A record with what its order depends on. */
interface Waiting extends TakenRecord {
  readonly traceIds: ReadonlySet<string>;
  /** Those of which it holds an anchor. */
  readonly anchoredTraceIds: ReadonlySet<string>;
}

/**
 * Decides which records may be sent side by side: all, except that nothing of a trace may overtake an anchor of it. A
 * backend that met the child first would draw it as a root. Records without anchors wait for nobody.
 */
export class RecordSchedule {
  private waiting: Waiting[] = [];
  /** Traces of which an anchor is on its way, with the number of records that hold one. */
  private readonly anchored = new Map<string, number>();

  /** Spans of the records that wait. */
  get waitingSpans(): number {
    return this.waiting.reduce((sum, { record }) => sum + record.spanCount, 0);
  }

  /** Takes records, in their order. */
  add(records: readonly TakenRecord[]): void {
    for (const taken of records) {
      const anchors = taken.spans.filter((span) => phaseOf(span) === 'anchor');
      this.waiting.push({ ...taken, traceIds: traceIdsOf(taken.spans), anchoredTraceIds: traceIdsOf(anchors) });
    }
  }

  /**
   * The next request: records of one signal, in their order, at least one and at most what the limits allow; empty when
   * none may go now. They are on their way until {@link RecordSchedule.settle}.
   */
  next({ spansMax, bytesMax }: { readonly spansMax: number; readonly bytesMax: number }): readonly TakenRecord[] {
    const chosen: Waiting[] = [];
    const passedOver = new Set<string>();
    let spansLeft = spansMax;
    let bytesLeft = bytesMax;
    for (const candidate of this.waiting) {
      const { record, traceIds, anchoredTraceIds } = candidate;
      if (chosen[0] !== undefined && chosen[0].record.signal !== record.signal) break;
      if (this.isBlocked(traceIds, passedOver)) {
        for (const traceId of anchoredTraceIds) passedOver.add(traceId);
        continue;
      }
      spansLeft -= record.spanCount;
      bytesLeft -= record.body.byteLength;
      if ((spansLeft < 0 || bytesLeft < 0) && chosen.length > 0) break;
      chosen.push(candidate);
    }
    this.launch(chosen);
    return chosen;
  }

  /** Notes that records are no longer on their way. */
  settle(records: readonly TakenRecord[]): void {
    for (const { spans } of records) {
      for (const traceId of traceIdsOf(spans.filter((span) => phaseOf(span) === 'anchor'))) {
        const count = (this.anchored.get(traceId) ?? 0) - 1;
        if (count > 0) this.anchored.set(traceId, count);
        else this.anchored.delete(traceId);
      }
    }
  }

  /** Lets go of the records that wait. */
  clear(): readonly SpoolRecord[] {
    return this.waiting.splice(0).map(({ record }) => record);
  }

  private isBlocked(traceIds: ReadonlySet<string>, passedOver: ReadonlySet<string>): boolean {
    for (const traceId of traceIds) if (this.anchored.has(traceId) || passedOver.has(traceId)) return true;
    return false;
  }

  private launch(chosen: readonly Waiting[]): void {
    const launched = new Set(chosen);
    this.waiting = this.waiting.filter((waiting) => !launched.has(waiting));
    for (const { anchoredTraceIds } of chosen) {
      for (const traceId of anchoredTraceIds) this.anchored.set(traceId, (this.anchored.get(traceId) ?? 0) + 1);
    }
  }
}

function traceIdsOf(spans: readonly ReadableSpan[]): ReadonlySet<string> {
  return new Set(spans.map((span) => span.spanContext().traceId));
}
