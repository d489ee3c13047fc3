import { AnnouncementSchedule, isSentElsewhere } from '../../src/lifecycle/announcement.js';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import { TableEntry } from '../../src/lifecycle/table-entry.js';
import { start } from '../support/signals.js';

const TIMING = { minAgeMs: 5_000, heartbeatMs: 2_000, expiryFactor: 3 };

function running(id: number): TableEntry {
  const signal = start({ id });
  const pending = new PendingSpan(signal);
  pending.gather(signal);
  return new TableEntry(`key ${id}`, pending, 0);
}

it('a running span is due when it has the age, once', () => {
  const schedule = new AnnouncementSchedule('marker', TIMING);
  const entry = running(1);
  schedule.update(entry, 100);
  schedule.update(entry, 4_000);
  expect(schedule.nextDueMs).toBe(5_100);
  expect(schedule.takeDue(5_099)).toEqual([]);
  expect(schedule.takeDue(5_100)).toEqual([entry]);
  entry.pending.announced = { type: 'marked' };
  schedule.update(entry, 5_100);
  expect(schedule.nextDueMs).toBeUndefined();
});

it.each([
  ['has an end', (entry: TableEntry) => (entry.isOpen = false)],
  ['has left', (entry: TableEntry) => (entry.hasLeft = true)],
  ['is known without its start', (entry: TableEntry) => (entry.pending.start = undefined)],
])('a span that %s is not awaited', (_sentence, change) => {
  const schedule = new AnnouncementSchedule('marker', TIMING);
  const entry = running(1);
  schedule.update(entry, 0);
  change(entry);
  schedule.update(entry, 1);
  expect(schedule.nextDueMs).toBeUndefined();
});

it('a beating span is due again after each interval, also before a younger one has the age', () => {
  const schedule = new AnnouncementSchedule('heartbeat', TIMING);
  const [old, young] = [running(1), running(2)];
  old.pending.announced = { type: 'beating', beatAtMs: 10_000, beatUnixMs: 0 };
  schedule.update(young, 9_000);
  schedule.update(old, 10_000);
  expect(schedule.nextDueMs).toBe(12_000);
  expect(schedule.takeDue(14_000)).toEqual([young, old]);
});

it('a span that beat in an earlier run is no matter for markers', () => {
  const schedule = new AnnouncementSchedule('marker', TIMING);
  const entry = running(1);
  entry.pending.announced = { type: 'beating', beatAtMs: 0, beatUnixMs: 0 };
  schedule.update(entry, 0);
  expect(schedule.nextDueMs).toBeUndefined();
});

it.each([
  [6_000, false],
  [6_001, true],
])('after %d ms without a heartbeat of 2 s a collector has sent the span: %j', (silentMs, expected) => {
  expect(isSentElsewhere({ type: 'beating', beatAtMs: 0, beatUnixMs: 0 }, silentMs, TIMING)).toBe(expected);
  expect(isSentElsewhere({ type: 'marked' }, silentMs, TIMING)).toBe(false);
  expect(isSentElsewhere(undefined, silentMs, TIMING)).toBe(false);
});
