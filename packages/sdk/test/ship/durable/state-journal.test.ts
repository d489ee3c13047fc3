import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { createResource, Ledger, RecordPipeline } from '@spanbridge/core';
import { encodeSpanEvent } from '@spanbridge/otlp';
import type { FilePosition } from '../../../src/sources/file-position.js';
import { StateJournal } from '../../../src/ship/durable/state-journal.js';
import { Killer, openCrashingCheckpoint, SurvivingDisk } from '../../support/crashing-stores.js';

function pipeline(): RecordPipeline {
  return new RecordPipeline({
    bridges: [createTracerMetaBridge()],
    ledger: new Ledger(),
    resource: createResource({}),
    encodeEvent: encodeSpanEvent,
    onSpan: () => undefined,
    limits: { isTracked: true },
  });
}

function position(offsetBytes: number): FilePosition {
  return { path: 'a.jsonl', offsetBytes } as unknown as FilePosition;
}

function open(disk: SurvivingDisk, known: () => { sourceId: string; position: FilePosition }[]): StateJournal {
  return new StateJournal({
    checkpoint: openCrashingCheckpoint(disk, new Killer(0)),
    pipeline: pipeline(),
    namespace: 'shop',
    positions: known,
  });
}

describe('the state of a run', () => {
  it('comes back in the next run: positions, and up to where the spool is valid', async () => {
    const disk = new SurvivingDisk();
    const first = open(disk, () => []);
    first.notePosition('s1', position(10));
    first.notePosition('s1', position(20));
    await first.commit(7);
    const second = open(disk, () => []);
    expect(second.positions).toEqual([position(20)]);
    expect(second.spoolSequence).toBe(7);
  });

  it('is not moved by a read that no commit has taken', async () => {
    const disk = new SurvivingDisk();
    const first = open(disk, () => []);
    first.notePosition('s1', position(10));
    await first.commit(1);
    first.notePosition('s1', position(99));
    expect(open(disk, () => []).positions).toEqual([position(10)]);
  });

  it('keeps positions of files that this run has not read from', async () => {
    const disk = new SurvivingDisk();
    const first = open(disk, () => []);
    first.notePosition('s1', position(10));
    await first.commit(1);
    const second = open(disk, () => [{ sourceId: 'x', position: position(10) }]);
    await second.commit(1);
    expect(open(disk, () => []).positions).toEqual([position(10)]);
    expect([...disk.entries.keys()].filter((key) => key.startsWith('file'))).toEqual(['file2/x']);
  });

  it('takes the piece in hand before the word of the source, which learns of it later', async () => {
    const disk = new SurvivingDisk();
    const journal = open(disk, () => [{ sourceId: 's1', position: position(10) }]);
    journal.notePosition('s1', position(20));
    journal.noteFiles();
    await journal.commit(1);
    expect(open(disk, () => []).positions).toEqual([position(20)]);
  });

  it('begins with the spool as it is, and with nothing of what was read', async () => {
    const disk = new SurvivingDisk();
    const journal = open(disk, () => []);
    journal.notePosition('s1', position(10));
    await journal.begin(3);
    const next = open(disk, () => []);
    expect([next.spoolSequence, next.positions, next.isBegun]).toEqual([3, [], true]);
  });

  it('refuses a checkpoint of another namespace, under which the same records have other ids', async () => {
    const disk = new SurvivingDisk();
    await open(disk, () => []).commit(1);
    const other = (): StateJournal =>
      new StateJournal({
        checkpoint: openCrashingCheckpoint(disk, new Killer(0)),
        pipeline: pipeline(),
        namespace: 'other',
        positions: () => [],
      });
    expect(other).toThrow(expect.objectContaining({ code: 'CHECKPOINT_MISMATCH' }) as Error);
  });

  it('writes only the positions that say something new when files were found', async () => {
    const disk = new SurvivingDisk();
    const known = [{ sourceId: 'a', position: position(1) }];
    const journal = open(disk, () => known);
    journal.noteFiles();
    await journal.commit(1);
    disk.entries.delete('file1/a');
    known.push({ sourceId: 'b', position: position(2) });
    journal.noteFiles();
    expect(journal.isChanged).toBe(true);
    await journal.commit(1);
    expect([...disk.entries.keys()].filter((key) => key.startsWith('file'))).toEqual(['file1/b']);
  });
});
