import * as fc from 'fast-check';
import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool } from '../../src/spool/spool-types.js';
import { MEMORY_DIRECTORY, MemoryFiles, surroundingsOf } from '../support/memory-files.js';
import { entry, takeAll, textsOf } from '../support/spool-entries.js';

/** Each run loses the power three times; these take some seconds. */
const RUNS = 150;

type Step =
  | { readonly kind: 'append'; readonly sizes: readonly number[]; readonly isSync: boolean }
  | { readonly kind: 'sync' }
  | { readonly kind: 'ack'; readonly name: 'a' | 'b'; readonly pick: number }
  | { readonly kind: 'forget'; readonly keep: number }
  | { readonly kind: 'reopen' };

const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
      isSync: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'sync' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ack' as const),
      name: fc.constantFrom('a' as const, 'b' as const),
      pick: fc.integer({ min: 1, max: 2 ** 16 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), keep: fc.nat({ max: 100 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'reopen' }) },
);

/** What the spool has promised about one record. */
interface Promised {
  readonly text: string;
  readonly sequence: number;
  isSynced: boolean;
  isForgotten: boolean;
  readonly ackedBy: Set<string>;
}

/** A spool, what it was asked for, and what it has promised. */
class World {
  files = new MemoryFiles();
  spool!: Spool;
  readonly promised = new Map<string, Promised>();
  /** Texts of appends that were answered "failed", or never answered. */
  readonly unanswered = new Set<string>();
  private count = 0;

  async open(): Promise<void> {
    this.spool = await openSpoolIn(surroundingsOf(this.files), {
      directory: MEMORY_DIRECTORY,
      destinations: ['a', 'b'],
      segmentBytesMax: 1_500,
    });
  }

  async step(step: Step): Promise<void> {
    if (step.kind === 'append') await this.append(step.sizes, step.isSync);
    if (step.kind === 'sync') await this.sync();
    if (step.kind === 'ack') await this.ack(step.name, step.pick);
    if (step.kind === 'forget') await this.forget(step.keep);
    if (step.kind === 'reopen') {
      await this.spool.close();
      expect(this.files.openHandles).toEqual([]);
      await this.open();
    }
  }

  async append(sizes: readonly number[], isSync: boolean): Promise<void> {
    const items = sizes.map((bodyBytes) => entry(`text ${(this.count += 1)} `, { bodyBytes }));
    const texts = textsOf(items);
    for (const text of texts) this.unanswered.add(text);
    const result = isSync ? this.spool.appendSync(items) : await this.spool.append(items);
    if (result.status !== 'appended') return;
    texts.forEach((text, index) => {
      const sequence = result.firstSequence + index;
      this.unanswered.delete(text);
      this.promised.set(text, { text, sequence, isSynced: isSync, isForgotten: false, ackedBy: new Set() });
    });
  }

  async sync(): Promise<void> {
    const before = [...this.promised.values()];
    const result = await this.spool.sync();
    if (result.status === 'synced') for (const record of before) record.isSynced = true;
  }

  /** Takes some records, acknowledges about half of them, and gives the others back. */
  async ack(name: string, pick: number): Promise<void> {
    const taken = (await this.spool.destination(name).take({ spansMax: 1 + (pick % 7), bytesMax: 1_000 })) ?? [];
    const acked = taken.filter((_, index) => ((pick >> index) & 1) === 1);
    for (const text of textsOf(acked)) this.promised.get(text)?.ackedBy.add(name);
    await this.spool.destination(name).ack(acked.map(({ sequence }) => sequence));
    this.spool.destination(name).release(taken.map(({ sequence }) => sequence));
  }

  async forget(keep: number): Promise<void> {
    const sequence = Math.floor((this.spool.lastSequence * keep) / 100);
    await this.spool.forgetAfter(sequence);
    for (const record of this.promised.values()) if (record.sequence > sequence) record.isForgotten = true;
  }

  /** What is taken now has all that was promised, and nothing else. */
  async check(): Promise<void> {
    for (const name of ['a', 'b']) {
      const records = await takeAll(this.spool, name);
      const sequences = records.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
      const texts = new Set(textsOf(records));
      const invented = [...texts].filter((text) => !this.promised.has(text) && !this.unanswered.has(text));
      const forgotten = [...texts].filter((text) => this.promised.get(text)?.isForgotten === true);
      const owed = [...this.promised.values()].filter(
        ({ isSynced, isForgotten, ackedBy }) => isSynced && !isForgotten && !ackedBy.has(name),
      );
      const lost = owed.filter(({ text }) => !texts.has(text));
      expect({ name, invented, forgotten, lost }).toEqual({ name, invented: [], forgotten: [], lost: [] });
      this.spool.destination(name).release(sequences);
    }
  }

  /** Ends the power at a call of the file system, and starts again with what is left. */
  async losePower(choose: (max: number) => number): Promise<void> {
    this.files.fault = undefined;
    this.files = this.files.afterPowerLoss(choose);
    await this.open();
    // What was lost without a promise is not expected any more.
    const left = new Set([...textsOf(await takeAll(this.spool, 'a')), ...textsOf(await takeAll(this.spool, 'b'))]);
    await this.spool.close();
    await this.open();
    for (const [text, record] of this.promised) if (!record.isSynced && !left.has(text)) this.promised.delete(text);
  }
}

async function run(steps: readonly Step[], callsUntilLoss: number, seed: number): Promise<void> {
  const choose = createChooser(seed);
  const world = new World();
  await world.open();
  for (let round = 0; round < 3; round += 1) {
    let callsLeft = callsUntilLoss;
    let isOff = false;
    world.files.fault = ({ name }) => {
      isOff ||= (callsLeft -= 1) < 0;
      // Nothing is read in the dark; that a read fails would be a fault of its own.
      const isReading = name === 'read' || name === 'openSync' || name === 'list';
      return isOff && !isReading ? { code: 'EIO', leaves: choose(500) } : undefined;
    };
    const isOn = (): boolean => !isOff;
    for (const step of steps) {
      // What is answered after the power has gone, nobody hears.
      const before = structuredClone([...world.promised]);
      const known = new Set(world.unanswered);
      await world.step(step).catch((error: unknown) => {
        if (isOn()) throw error;
      });
      if (isOn()) continue;
      const unheard = [...world.promised.keys()].filter((text) => !before.some(([earlier]) => earlier === text));
      const acked = new Map([...world.promised].map(([text, { ackedBy }]) => [text, ackedBy]));
      world.promised.clear();
      for (const [text, record] of before) {
        // An acknowledgement or a forgetting that was under way may have got through: nothing is expected of it.
        if (step.kind !== 'forget' || record.isForgotten) {
          world.promised.set(text, { ...record, ackedBy: acked.get(text) ?? record.ackedBy });
        } else world.unanswered.add(text);
      }
      for (const text of [...unheard, ...known]) world.unanswered.add(text);
      break;
    }
    await world.losePower(choose);
    await world.check();
    await world.append([10, 300, 20], false);
    await world.sync();
    await world.check();
  }
  await world.spool.close();
}

function createChooser(seed: number): (max: number) => number {
  let state = seed >>> 0;
  return (max) => {
    // An ordinary linear congruence; its high bits are good enough to pick faults with.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
}

describe('after a loss of power', () => {
  it('all that was synced and not acknowledged is there, whole, and nothing new counts as acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryStep, { minLength: 3, maxLength: 25 }),
        fc.integer({ min: 1, max: 120 }),
        fc.integer(),
        run,
      ),
      { numRuns: RUNS },
    );
  });
});
