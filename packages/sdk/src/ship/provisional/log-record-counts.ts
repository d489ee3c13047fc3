/** What became of the log records of a run. */
export interface LogRecordCounts {
  readonly accepted: number;
  readonly refused: number;
  /** Among them heartbeats that were not sent before the next one was due. */
  readonly dropped: number;
  /** On the disk; the next run sends them. */
  readonly spooled: number;
}
