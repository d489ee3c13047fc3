import fc from 'fast-check';
import { openCheckpoint } from '../../../src/ship/checkpoint/checkpoint.js';
import { type Checkpoint, type CommitResult } from '../../../src/ship/checkpoint/checkpoint-api.js';
import { UnreliableDisk, type DiskEvent, type EndMode } from './unreliable-disk.js';

/** Enough for each push; `CHECKPOINT_RUNS=10000` looks closer. */
const RUNS = Number(process.env['CHECKPOINT_RUNS'] ?? 1000);

interface Step {
  readonly put: readonly (readonly [key: number, sizeBytes: number])[];
  readonly remove: readonly number[];
  readonly isSynced: boolean;
  /** Whether the next commit is called without waiting for this one. */
  readonly isHasty: boolean;
}

interface Life {
  readonly steps: readonly Step[];
  readonly events: readonly DiskEvent[];
  readonly mode: EndMode;
}

const key = fc.nat(9);
const step: fc.Arbitrary<Step> = fc.record({
  put: fc.array(fc.tuple(key, fc.oneof(fc.nat(30), fc.nat(1500))), { maxLength: 4 }),
  remove: fc.array(key, { maxLength: 2 }),
  isSynced: fc.boolean(),
  isHasty: fc.boolean(),
});
const event: fc.Arbitrary<DiskEvent> = fc.oneof(
  fc.record({ type: fc.constant('end' as const), call: fc.nat(90) }),
  fc.record({
    type: fc.constant('fail' as const),
    call: fc.nat(90),
    code: fc.constantFrom('ENOSPC' as const, 'EIO' as const),
  }),
);
const life: fc.Arbitrary<Life> = fc.record({
  steps: fc.array(step, { maxLength: 14 }),
  events: fc.array(event, { maxLength: 5 }),
  mode: fc.constantFrom('kill' as const, 'power' as const),
});

describe('a checkpoint whose process ends at any call to the file system', () => {
  it('comes back as the state of one commit, none before the last that was confirmed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), fc.integer(), async (lives, seed) => {
        await liveThrough(lives, seed);
      }),
      { numRuns: RUNS },
    );
  });

  it('also when it ends at each call of the same life in turn, in both ways', async () => {
    const steps = Array.from({ length: 12 }, (_, index): Step => {
      const put = [[index % 5, 100] as const, [7, 10] as const];
      return { put, remove: [(index + 2) % 5], isSynced: index % 3 !== 2, isHasty: false };
    });
    let ends = 0;
    for (let call = 0; ; call += 1) {
      const counts = [];
      for (const mode of ['kill', 'power'] as const) {
        counts.push(await liveThrough([{ steps, events: [{ type: 'end', call }], mode }], call));
      }
      if (counts.every((count) => count <= call)) break;
      ends += 1;
    }
    // Opening, 12 commits and their snapshots; more calls are welcome, none at all would make this test blind.
    expect(ends).toBeGreaterThan(40);
  });
});

/** All states that commits have called for, oldest first, and which of them must not be lost any more. */
class Expected {
  private states: string[] = ['[]'];
  /** Index of the newest state that survives the end of the process, and of the one that survives the loss of power. */
  private confirmed = { kill: 0, power: 0 };

  attempt(state: ReadonlyMap<string, unknown>): number {
    return this.states.push(JSON.stringify([...state])) - 1;
  }

  confirm(index: number, isSynced: boolean): void {
    this.confirmed.kill = Math.max(this.confirmed.kill, index);
    if (isSynced) this.confirmed.power = Math.max(this.confirmed.power, index);
  }

  /** Throws unless what was found is one of the possible states, and goes on from there. */
  restart(found: ReadonlyMap<string, unknown>, mode: EndMode): void {
    const text = JSON.stringify([...found]);
    const possible = this.states.slice(this.confirmed[mode]);
    expect(possible).toContain(text);
    const index = this.confirmed[mode] + possible.lastIndexOf(text);
    this.states = this.states.slice(0, index + 1);
    // What the end of a process leaves may still be lost with the power, before anything is synced again.
    this.confirmed = { kill: index, power: mode === 'power' ? index : Math.min(this.confirmed.power, index) };
  }
}

/** Several processes one after the other on one directory; gives the number of calls that the last of them made. */
async function liveThrough(lives: readonly Life[], seed: number): Promise<number> {
  const expected = new Expected();
  let disk = new UnreliableDisk([], createRandom(seed));
  let mode = 'kill' as EndMode;
  let callCount = 0;
  for (const next of [...lives, { steps: [LAST_STEP], events: [], mode: 'power' as const }]) {
    disk = disk.after(mode, next.events);
    const result = await live(disk, next, (found) => {
      expected.restart(found, mode);
      return expected;
    });
    // Nothing that has happened before may keep a process from opening and committing.
    if (next.events.length === 0) expect(result).toBe('all committed');
    else callCount = disk.callCount;
    // A life that ended while it was opening has seen nothing: the loss of power before it is still to be judged.
    mode = result === 'not opened' && mode === 'power' ? 'power' : next.mode;
  }
  return callCount;
}

const LAST_STEP: Step = { put: [[3, 5]], remove: [], isSynced: true, isHasty: false };

async function live(
  disk: UnreliableDisk,
  { steps }: Life,
  restart: (found: ReadonlyMap<string, unknown>) => Expected,
): Promise<'not opened' | 'all committed' | 'some failed'> {
  const warnings: string[] = [];
  let checkpoint: Checkpoint;
  try {
    const options = { directory: '/state', logBytesMax: 600, files: disk };
    checkpoint = await openCheckpoint({ ...options, warn: (message) => warnings.push(message) });
  } catch {
    return 'not opened';
  }
  // A crash is no damage: the newest snapshot is always whole.
  expect(['fresh', 'restored']).toContain(checkpoint.restored.origin);
  const user = new User(checkpoint, disk, restart(checkpoint.restored.entries));
  for (const next of steps) await user.commit(next);
  await user.settle();
  return user.hasFailed ? 'some failed' : 'all committed';
}

/** A caller as it is meant to be: keeps the map, and offers changes again until they are committed. */
class User {
  hasFailed = false;
  private readonly state: Map<string, unknown>;
  private readonly changed = new Set<string>();
  private readonly waiting: Promise<void>[] = [];
  private serial = 0;

  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly disk: UnreliableDisk,
    private readonly expected: Expected,
  ) {
    this.state = new Map(checkpoint.restored.entries);
    checkpoint.forgetRestored();
  }

  async commit(step: Step): Promise<void> {
    if (this.disk.isEnded) return;
    this.change(step);
    const index = this.expected.attempt(this.state);
    const offered = [...this.changed];
    this.changed.clear();
    const changes = {
      // In the order of the last puts, which is that of the map.
      put: [...this.state].filter(([name]) => offered.includes(name)),
      remove: offered.filter((name) => !this.state.has(name)),
    };
    const options = step.isSynced ? undefined : { sync: false };
    const result = this.checkpoint.commit(changes, () => this.state, options);
    this.waiting.push(
      result.then((told) => {
        this.hear(told, { index, offered, isSynced: step.isSynced });
      }),
    );
    // A caller who does not wait has to build upon what may fail; it waits when something has.
    if (!step.isHasty || this.hasFailed) await this.settle();
  }

  async settle(): Promise<void> {
    await Promise.all(this.waiting.splice(0));
  }

  private change({ put, remove }: Step): void {
    for (const [name, sizeBytes] of put) {
      this.serial += 1;
      this.changed.add(`k${name}`);
      this.state.delete(`k${name}`);
      this.state.set(`k${name}`, `${this.serial}`.padStart(sizeBytes, '.'));
    }
    for (const name of remove) {
      this.changed.add(`k${name}`);
      this.state.delete(`k${name}`);
    }
  }

  private hear(
    result: CommitResult,
    commit: {
      readonly index: number;
      readonly offered: readonly string[];
      readonly isSynced: boolean;
    },
  ): void {
    // Whoever has ended hears nothing.
    if (this.disk.isEnded) return;
    if (result.status === 'committed') {
      this.expected.confirm(commit.index, commit.isSynced);
      return;
    }
    this.hasFailed = true;
    for (const name of commit.offered) this.changed.add(name);
  }
}

function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
