import type { CommitResult } from '../../../src/ship/checkpoint/checkpoint-api.js';
import { CommitLoop, type CommitLoopOptions } from '../../../src/ship/durable/commit-loop.js';
import type { Outbox, OutboxAppendResult } from '../../../src/ship/durable/outbox.js';
import type { StateJournal } from '../../../src/ship/durable/state-journal.js';
import { ACCEPTED, HandSender, UNSENT } from '../../support/hand-sender.js';
import { makeLogRecord } from '../../support/log-records.js';
import { makeSpans } from '../../support/spans.js';

const FINISHED = { role: 'span', completeness: 'finished' } as const;
const UNFINISHED = { role: 'span', completeness: 'unfinished' } as const;

/** A disk that answers as it is told, and writes down what was asked of it. */
class ScriptedDisk {
  readonly calls: string[] = [];
  append: OutboxAppendResult['status'][] = [];
  commit: CommitResult['status'][] = [];
  isBegun = true;
  isChanged = true;
  private appended = 0;

  outbox(): Outbox {
    return {
      lastSequence: 0,
      isOver: false,
      append: (spans: readonly unknown[]): Promise<OutboxAppendResult> => {
        const status = this.append.shift() ?? 'appended';
        this.calls.push(`append ${spans.length} ${status}`);
        if (status === 'failed') return Promise.resolve({ status, detail: 'ENOSPC.' });
        if (status === 'full') return Promise.resolve({ status });
        this.appended += 1;
        return Promise.resolve({ status, lastSequence: this.appended });
      },
      sync: () => Promise.resolve({ status: 'synced' }),
      publish: () => this.calls.push('publish'),
      waitForRoom: () => Promise.resolve(),
    } as unknown as Outbox;
  }

  journal(): StateJournal {
    return {
      isBegun: this.isBegun,
      isChanged: this.isChanged,
      begin: () => {
        this.calls.push('begin');
        return Promise.resolve({ status: 'committed', generation: 1 });
      },
      commit: (sequence: number): Promise<CommitResult> => {
        const status = this.commit.shift() ?? 'committed';
        this.calls.push(`commit ${sequence} ${status}`);
        return Promise.resolve(status === 'failed' ? { status, detail: 'ENOSPC.' } : { status, generation: 1 });
      },
    } as unknown as StateJournal;
  }
}

interface Watched {
  readonly loop: CommitLoop;
  readonly warnings: string[];
  readonly outcomes: string[];
  nowMs: number;
}

function open(disk: ScriptedDisk, more: Partial<CommitLoopOptions> = {}): Watched {
  const watched = { warnings: [] as string[], outcomes: [] as string[], nowMs: 0 };
  const loop = new CommitLoop({
    journal: disk.journal(),
    outbox: disk.outbox(),
    intervalMs: 200,
    batchSpansMax: 3,
    canReadAgain: true,
    destinations: [new HandSender(ACCEPTED).at(1)],
    endSending: () => undefined,
    drainTimeoutMs: 0,
    tellStop: ({ body }) => watched.outcomes.push(`stop ${String(body)}`),
    onUnwritten: ({ status }) => watched.outcomes.push(status),
    warn: (message) => watched.warnings.push(message),
    monotonicMs: () => watched.nowMs,
    signal: undefined,
    ...more,
  });
  return Object.assign(watched, { loop });
}

function add(loop: CommitLoop, count: number, how: Parameters<CommitLoop['add']>[1] = FINISHED): void {
  for (const span of makeSpans(count)) loop.add(span, how);
}

describe('the commits of a run', () => {
  it('put the stops of running spans on the disk together with the spans', async () => {
    const disk = new ScriptedDisk();
    const appended: unknown[] = [];
    const outbox = disk.outbox();
    const append = outbox.append.bind(outbox);
    outbox.append = (spans, stops) => {
      appended.push([spans.length, stops?.map(({ body }) => body)]);
      return append(spans);
    };
    const { loop, outcomes } = open(disk, { outbox });
    add(loop, 1);
    loop.addStop(makeLogRecord('one'));
    expect(await loop.commit()).toBe(true);
    expect(await loop.commit()).toBe(true);
    expect([appended, outcomes]).toEqual([
      [
        [1, ['one']],
        [0, []],
      ],
      [],
    ]);
  });

  it('let stops go with their spans where the disk takes nothing, and say that nothing is durable', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['failed'];
    const { loop, outcomes } = open(disk);
    add(loop, 1);
    loop.addStop(makeLogRecord('one'));
    expect(await loop.commit()).toBe(false);
    expect(outcomes).toEqual(['stop one', 'accepted']);
  });

  it('write the spans, then how far was read, and only then let the spans go', async () => {
    const disk = new ScriptedDisk();
    const { loop } = open(disk);
    add(loop, 2);
    await loop.commit();
    expect(disk.calls).toEqual(['append 2 appended', 'commit 1 committed', 'publish']);
    expect(loop.waitingSpans).toBe(0);
  });

  it('are due when a batch has gathered, or when the time has come and something has changed', async () => {
    const disk = new ScriptedDisk();
    const watched = open(disk);
    add(watched.loop, 2);
    await watched.loop.commitIfDue();
    expect(disk.calls).toEqual([]);
    add(watched.loop, 1);
    await watched.loop.commitIfDue();
    expect(disk.calls).toHaveLength(3);
    watched.nowMs = 200;
    await watched.loop.commitIfDue();
    expect(disk.calls.slice(3)).toEqual(['append 0 appended', 'commit 2 committed', 'publish']);
  });

  it('are due when something was read, although nothing has left: stdin cannot be read again', async () => {
    const disk = new ScriptedDisk();
    disk.isChanged = false;
    const watched = open(disk);
    watched.nowMs = 500;
    await watched.loop.commitIfDue();
    expect(disk.calls).toEqual([]);
    watched.loop.noteRead();
    await watched.loop.commitIfDue();
    watched.nowMs = 1000;
    await watched.loop.commitIfDue();
    expect(disk.calls).toEqual(['append 0 appended', 'commit 1 committed', 'publish']);
  });

  it('begin an empty checkpoint before the first span is written', async () => {
    const disk = new ScriptedDisk();
    disk.isBegun = false;
    const { loop } = open(disk);
    add(loop, 1);
    await loop.commit();
    expect(disk.calls[0]).toBe('begin');
  });

  it('do not write spans twice when only the checkpoint fails', async () => {
    const disk = new ScriptedDisk();
    disk.commit = ['failed'];
    const { loop } = open(disk, { canReadAgain: false });
    add(loop, 1);
    await loop.commit();
    expect(disk.calls).toEqual(['append 1 appended', 'commit 1 failed', 'commit 1 committed', 'publish']);
  });

  it('let finished spans of a file go although the checkpoint fails: they could be read again', async () => {
    const disk = new ScriptedDisk();
    disk.commit = ['failed', 'failed', 'failed'];
    const { loop, warnings } = open(disk);
    for (let round = 0; round < 3; round++) {
      add(loop, 1);
      await loop.commit();
    }
    expect(disk.calls.filter((call) => call === 'publish')).toHaveLength(3);
    expect(warnings).toEqual([expect.stringContaining('cannot be written')]);
  });

  it('say so when the disk takes the state again', async () => {
    const disk = new ScriptedDisk();
    disk.commit = ['failed'];
    const { loop, warnings } = open(disk);
    for (let round = 0; round < 2; round++) {
      add(loop, 1);
      await loop.commit();
    }
    expect(warnings.at(-1)).toContain('again');
  });

  it('send finished spans out of memory when not even the spool can be written', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['failed'];
    const sender = new HandSender(ACCEPTED);
    const { loop, outcomes } = open(disk, { destinations: [sender.at(1)] });
    add(loop, 2);
    await loop.commit();
    expect(sender.batches.map((batch) => batch.length)).toEqual([2]);
    expect([outcomes, disk.calls]).toEqual([['accepted', 'accepted'], ['append 2 failed']]);
  });

  it('commit nothing more once spans that went out unwritten did not arrive: the next run reads them', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['failed'];
    const { loop, outcomes } = open(disk, { destinations: [new HandSender(UNSENT).at(1)] });
    add(loop, 1);
    await loop.commit();
    add(loop, 1);
    await loop.commit();
    expect([outcomes, disk.calls, loop.waitingSpans]).toEqual([['unsent'], ['append 1 failed'], 1]);
  });

  it('hold unfinished spans back until they are written: another run could tell them otherwise', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['failed'];
    const sender = new HandSender(ACCEPTED);
    const { loop } = open(disk, { destinations: [sender.at(1)] });
    add(loop, 1, UNFINISHED);
    await loop.commit();
    expect(sender.batches).toEqual([]);
    expect(disk.calls).toEqual(['append 1 failed', 'append 1 appended', 'commit 1 committed', 'publish']);
  });

  it('wait while the spool is full', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['full', 'full'];
    const { loop, warnings } = open(disk);
    add(loop, 1);
    await loop.commit();
    expect(disk.calls.slice(0, 3)).toEqual(['append 1 full', 'append 1 full', 'append 1 appended']);
    expect(warnings).toEqual([expect.stringContaining('spool is full')]);
  });

  it('give up with the signal, and keep what is not written', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['failed', 'failed'];
    const { loop } = open(disk, { canReadAgain: false, signal: AbortSignal.abort() });
    add(loop, 1);
    await loop.commit();
    expect([disk.calls, loop.waitingSpans]).toEqual([['append 1 failed'], 1]);
  });

  it('end with the signal also while unwritten spans are on their way to a backend that does not answer', async () => {
    const disk = new ScriptedDisk();
    disk.append = ['failed'];
    const sender = new HandSender();
    const { loop, outcomes } = open(disk, {
      destinations: [sender.at(1)],
      signal: AbortSignal.abort(),
      // What the senders do when they are told to end.
      endSending: () => {
        sender.answer(UNSENT);
      },
    });
    add(loop, 1);
    await loop.commit();
    expect([outcomes, loop.isFrozen]).toEqual([['unsent'], true]);
  });
});
