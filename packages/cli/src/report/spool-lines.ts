import type { DestinationInspection, SegmentInspection, SpoolInspection } from '@spanbridge/otlp';
import { alignColumns } from './align-columns.js';
import { bytesText, counted, countText, spanText } from './numbers.js';

/**
 * What a spool holds as lines for a person: two aligned tables and sentences about what is wrong.
 *
 * @param nowUnixMs - the time from which ages count
 */
export function spoolLines(inspection: SpoolInspection, nowUnixMs: number): readonly string[] {
  const { directory, holderPid, sizeBytes, segments, keptSpanCount } = inspection;
  const holder = holderPid === undefined ? '' : `, in use by process ${holderPid}`;
  const head = `${directory}: ${counted(keptSpanCount, 'span')} kept, ${bytesText(sizeBytes)}${holder}`;
  const blocks = [
    [head],
    segments.length === 0 ? [] : segmentLines(segments, nowUnixMs),
    keptSpanCount === 0 && !isAnyPending(inspection) ? [] : destinationLines(inspection, nowUnixMs),
    faultLines(inspection),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

/** Log records count as no spans, and wait all the same. */
function isAnyPending({ destinations }: SpoolInspection): boolean {
  return destinations.some(({ pendingRecordCount }) => pendingRecordCount > 0);
}

function segmentLines(segments: readonly SegmentInspection[], nowUnixMs: number): readonly string[] {
  const rows = segments.map((segment) => [
    segment.name,
    bytesText(segment.sizeBytes),
    countText(segment.recordCount),
    countText(segment.spanCount),
    ageRange(segment, nowUnixMs),
    conditionOf(segment),
  ]);
  const head = ['Segment', 'Size', 'Records', 'Spans', 'Age', 'Condition'];
  return alignColumns([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'left']);
}

function ageRange({ oldestUnixMs, newestUnixMs }: SegmentInspection, nowUnixMs: number): string {
  if (oldestUnixMs === undefined || newestUnixMs === undefined) return '';
  const [oldest, newest] = [ageText(oldestUnixMs, nowUnixMs), ageText(newestUnixMs, nowUnixMs)];
  return oldest === newest ? oldest : `${newest} to ${oldest}`;
}

/** A clock that was set back makes no negative ages. */
function ageText(unixMs: number, nowUnixMs: number): string {
  return spanText(Math.max(0, nowUnixMs - unixMs));
}

function conditionOf({ status, faults, tornBytes }: SegmentInspection): string {
  if (status !== 'readable') return status;
  if (faults.length > 0) return 'damaged';
  return tornBytes > 0 ? 'cut or being written' : 'good';
}

function destinationLines({ destinations, keptSpanCount }: SpoolInspection, nowUnixMs: number): readonly string[] {
  const rows = destinations.map((destination) => destinationRow(destination, nowUnixMs));
  const other = destinations.length === 0 ? 'any destination' : 'any other destination';
  const head = ['Pending for', 'Records', 'Spans', 'Oldest'];
  return alignColumns([head, ...rows, [other, '', countText(keptSpanCount), '']], ['left', 'right', 'right', 'right']);
}

function destinationRow(destination: DestinationInspection, nowUnixMs: number): readonly string[] {
  const { name, pendingRecordCount, pendingSpanCount, oldestPendingUnixMs } = destination;
  const oldest = oldestPendingUnixMs === undefined ? '' : ageText(oldestPendingUnixMs, nowUnixMs);
  return [name, countText(pendingRecordCount), countText(pendingSpanCount), oldest];
}

function faultLines({ segments, faults, otherNames }: SpoolInspection): readonly string[] {
  const ofSegments = segments.flatMap((segment) => segment.faults.map((fault) => `${segment.name}: ${fault}`));
  const others = otherNames.filter((name) => name !== 'state' && name !== 'logs');
  const strangers = others.length === 0 ? [] : [`Not opened, because they are not of a spool: ${others.join(', ')}`];
  return [...ofSegments, ...faults, ...strangers];
}
