import { AckLog, type AckLogOptions } from '../../src/spool/ack-log.js';
import { AckState, readAcks } from '../../src/spool/ack-state.js';
import { faultAt, MEMORY_DIRECTORY, MemoryFiles } from '../support/memory-files.js';

class Harness {
  readonly files = new MemoryFiles();
  readonly state = new AckState();
  readonly warnings: string[] = [];
  readonly log: AckLog;

  constructor(options: Partial<AckLogOptions> = {}) {
    this.log = new AckLog({
      files: this.files,
      directory: MEMORY_DIRECTORY,
      state: this.state,
      warn: (_kind, message) => this.warnings.push(message),
      keepDamagedAs: undefined,
      sizeBytes: 0,
      ...options,
    });
  }

  ack(sequence: number, name = 'a'): void {
    this.state.add(name, { first: sequence, last: sequence });
    this.log.note(name, [{ first: sequence, last: sequence }]);
  }

  /** The sequences up to 20 that a new process would read. */
  onDisk(files = this.files): readonly number[] {
    const state = new AckState();
    for (const name of ['acks.next', 'acks']) readAcks(files.contents().get(name) ?? Buffer.alloc(0), state);
    return Array.from({ length: 20 }, (_, index) => index + 1).filter((sequence) => state.has('a', sequence));
  }

  calls(): readonly string[] {
    return this.files.calls.splice(0).map(({ name, file }) => `${name} ${file}`.trim());
  }
}

describe('the file of acknowledgements', () => {
  it('begins with a synced snapshot, and then grows by one write for all that was noted', async () => {
    const harness = new Harness();
    expect(await harness.log.write()).toEqual({ status: 'done' });
    expect(harness.calls()).toEqual([]);
    harness.ack(1);
    expect(await harness.log.write()).toEqual({ status: 'done' });
    expect(harness.calls()).toEqual([
      'unlink acks.next',
      'openSync acks.next',
      'write acks.next',
      'sync acks.next',
      'rename acks.next',
      'syncDirectory',
    ]);
    harness.ack(2);
    harness.ack(3);
    await harness.log.write();
    expect(harness.calls()).toEqual(['write acks.next']);
    expect(harness.onDisk()).toEqual([1, 2, 3]);
    await harness.log.makeDurable();
    await harness.log.makeDurable();
    expect(harness.calls()).toEqual(['sync acks.next']);
    expect(harness.log.sizeBytes).toBe(harness.files.contents().get('acks')?.byteLength);
    harness.log.close();
    expect(harness.files.openHandles).toEqual([]);
  });

  it('is on the medium once it was made durable, also what an earlier process wrote', async () => {
    const harness = new Harness({ sizeBytes: 50 });
    harness.state.add('a', { first: 7, last: 7 });
    await harness.log.makeDurable();
    expect(harness.onDisk(harness.files.afterPowerLoss(() => 0))).toEqual([7]);
    harness.ack(8);
    await harness.log.makeDurable();
    expect(harness.onDisk(harness.files.afterPowerLoss(() => 0))).toEqual([7, 8]);
  });

  it('writes what the disk refused together with what comes next, and tells once', async () => {
    const harness = new Harness();
    harness.ack(1);
    await harness.log.write();
    harness.files.fault = ({ name }) => (name === 'write' ? { code: 'ENOSPC', leaves: 5 } : undefined);
    harness.ack(2);
    expect(await harness.log.write()).toEqual({ status: 'failed', code: 'ENOSPC' });
    expect(harness.onDisk()).toEqual([1]);
    harness.files.fault = undefined;
    harness.ack(3);
    expect(await harness.log.write()).toEqual({ status: 'done' });
    expect(harness.onDisk()).toEqual([1, 2, 3]);
    expect(harness.warnings).toEqual([expect.stringContaining('(ENOSPC) and are kept in memory.')]);
  });

  it('keeps little waiting: beyond 64 KiB the next write is a snapshot', async () => {
    const harness = new Harness();
    harness.ack(1);
    await harness.log.write();
    harness.files.fault = ({ name }) => (name === 'write' ? 'ENOSPC' : undefined);
    for (let turn = 0; turn < 2_500; turn += 1) harness.ack(2 + (turn % 10));
    await harness.log.write();
    harness.files.fault = undefined;
    harness.calls();
    await harness.log.write();
    expect(harness.calls()).toContain('rename acks.next');
    expect(harness.onDisk()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(harness.log.sizeBytes).toBeLessThan(100);
  });

  it('is written anew when it has grown to a mebibyte', async () => {
    const harness = new Harness();
    for (let turn = 0; turn < 60; turn += 1) {
      for (let more = 0; more < 1_000; more += 1) harness.ack(1 + (more % 20));
      await harness.log.write();
    }
    expect(harness.log.sizeBytes).toBeLessThan(1_100_000);
    expect(harness.calls().filter((call) => call === 'rename acks.next').length).toBeGreaterThan(1);
    expect(harness.onDisk()).toHaveLength(20);
  });

  it('after a failed sync is written anew, for what the system says of the old file is not believed', async () => {
    const harness = new Harness();
    harness.ack(1);
    await harness.log.write();
    harness.ack(2);
    harness.files.fault = faultAt(1, 'EIO', ({ name }) => name === 'sync');
    expect(await harness.log.makeDurable()).toEqual({ status: 'failed', code: 'EIO' });
    expect(await harness.log.makeDurable()).toEqual({ status: 'done' });
    expect(harness.onDisk(harness.files.afterPowerLoss(() => 0))).toEqual([1, 2]);
  });

  it.each(['openSync', 'write', 'sync', 'rename', 'syncDirectory'] as const)(
    'keeps the old file when %s fails for a new one, and succeeds later',
    async (call) => {
      const harness = new Harness();
      harness.ack(1);
      await harness.log.write();
      harness.log.close();
      harness.ack(2);
      harness.files.fault = faultAt(1, 'EIO', ({ name }) => name === call);
      expect(await harness.log.write()).toEqual({ status: 'failed', code: 'EIO' });
      expect(harness.onDisk()).toEqual(expect.arrayContaining([1]));
      expect(await harness.log.write()).toEqual({ status: 'done' });
      expect(harness.onDisk()).toEqual([1, 2]);
    },
  );

  it('keeps a damaged file before it takes its name', async () => {
    const harness = new Harness({ keepDamagedAs: 'acks.corrupt', sizeBytes: 7 });
    harness.files.put(`${MEMORY_DIRECTORY}/acks`, Buffer.from('damaged'));
    harness.ack(1);
    await harness.log.write();
    expect(harness.files.contents().get('acks.corrupt')?.toString()).toBe('damaged');
    expect(harness.onDisk()).toEqual([1]);
  });
});
