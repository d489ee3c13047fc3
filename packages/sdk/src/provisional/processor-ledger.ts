import type { FeedLedger } from './exporter-feed.js';

/** Counts of a `ProvisionalSpanProcessor`. */
export interface ProcessorCounts {
  /** Sampled spans that were seen to start. */
  started: number;
  /** Of those, the ones that were seen to end while they were open. */
  ended: number;
  /** Spans that were recorded and not sampled: nothing leaves for them. */
  unsampled: number;
  /** Markers that were handed to the exporter. */
  markers: number;
  /** Of those, the ones that the exporter left out, because their span had ended. */
  markersWithdrawn: number;
  anchors: number;
  completions: number;
  /** Spans that left before their end, at a shutdown or because there were too many. */
  unfinished: number;
  /** Of those, the ones that made room. */
  evicted: number;
  /** Spans that a collector has sent, because their heartbeats failed to come (`log`). */
  swept: number;
  heartbeats: number;
  stops: number;
  /** Log records made of span events. */
  eventRecords: number;
  /** Ends after the shutdown: nothing is sent for them. */
  lateEnds: number;
  /** Spans that the exporter did not take over because it threw. */
  dropped: number;
  /** Attributes of the application that gave way to ours of the same name. */
  overwritten: number;
  /** Errors of an exporter, a journal or of ours that were caught. */
  faults: number;
}

/**
 * The account of a processor at one moment:
 * `started = open + ended + unfinished + swept + withheld`.
 */
export interface ProcessorLedger extends Readonly<ProcessorCounts> {
  /** Spans that run. */
  readonly open: number;
  /** Spans that have ended without our being told: another processor keeps them from us. */
  readonly withheld: number;
  /** What became of the spans that were handed over, when the exporter is one that takes batches. */
  readonly feed?: FeedLedger;
}

/** Counts that stand at 0. */
export function createCounts(): ProcessorCounts {
  return {
    started: 0,
    ended: 0,
    unsampled: 0,
    markers: 0,
    markersWithdrawn: 0,
    anchors: 0,
    completions: 0,
    unfinished: 0,
    evicted: 0,
    swept: 0,
    heartbeats: 0,
    stops: 0,
    eventRecords: 0,
    lateEnds: 0,
    dropped: 0,
    overwritten: 0,
    faults: 0,
  };
}
