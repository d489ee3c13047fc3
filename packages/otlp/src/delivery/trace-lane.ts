/** Digits at the end of a trace id that choose its lane: the end is the part that every generator makes random. */
const LANE_DIGITS = 8;

/** The lane of a trace among `laneCount`, the same for every span of it; 0 for an id that is not hex. */
export function laneOfTrace(traceId: string, laneCount: number): number {
  const number = Number.parseInt(traceId.slice(-LANE_DIGITS), 16);
  return Number.isNaN(number) ? 0 : number % laneCount;
}
