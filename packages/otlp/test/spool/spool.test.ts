import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSpool } from '../../src/spool/spool.js';
import { type SpoolDrop, type SpoolOptions } from '../../src/spool/spool-types.js';
import { freshDirectory } from '../support/fresh-directory.js';
import { entries, entry, takeAll, textsOf } from '../support/spool-entries.js';

const ALL = { spansMax: 1_000, bytesMax: 1_000_000 };

function optionsFor(directory: string, options: Partial<SpoolOptions> = {}): SpoolOptions {
  return { directory, destinations: ['a'], ...options };
}

describe('a spool', () => {
  it('gives back in order what was appended, each record to each destination once', async () => {
    const spool = await openSpool(optionsFor(freshDirectory(), { destinations: ['a', 'b'] }));
    expect(spool.lastSequence).toBe(0);
    expect(await spool.append([entry('one', { spanCount: 3 }), entry('two', { priority: 2 })])).toEqual({
      status: 'appended',
      firstSequence: 1,
      lastSequence: 2,
    });
    expect(await spool.append([entry('three')])).toMatchObject({ firstSequence: 3, lastSequence: 3 });
    expect(spool.lastSequence).toBe(3);
    const a = spool.destination('a');
    const b = spool.destination('b');
    expect(a.pendingSpans).toBe(5);
    expect(await a.take(ALL)).toEqual([
      { sequence: 1, signal: 'traces', priority: 1, spanCount: 3, body: Buffer.from('one') },
      { sequence: 2, signal: 'traces', priority: 2, spanCount: 1, body: Buffer.from('two') },
      { sequence: 3, signal: 'traces', priority: 1, spanCount: 1, body: Buffer.from('three') },
    ]);
    expect(await a.take(ALL)).toBeUndefined();
    expect(textsOf(await b.take(ALL))).toEqual(['one', 'two', 'three']);
    await a.ack([1, 2, 3]);
    expect(a.pendingSpans).toBe(0);
    expect(b.pendingSpans).toBe(5);
    await spool.close();
  });

  it('gives at least one record, and no more than the limits allow, all of one signal', async () => {
    const spool = await openSpool(optionsFor(freshDirectory()));
    await spool.append([
      ...entries(3, 'r', { spanCount: 10 }),
      entry('log', { signal: 'logs' }),
      entry('last', { spanCount: 500, bodyBytes: 5_000 }),
    ]);
    const a = spool.destination('a');
    expect(textsOf(await a.take({ spansMax: 20, bytesMax: 1_000 }))).toEqual(['r0', 'r1']);
    expect(textsOf(await a.take({ spansMax: 20, bytesMax: 1_000 }))).toEqual(['r2']);
    expect(textsOf(await a.take({ spansMax: 20, bytesMax: 1_000 }))).toEqual(['log']);
    expect(textsOf(await a.take({ spansMax: 1, bytesMax: 1 }))).toEqual(['last']);
    await spool.close();
  });

  it('gives released records again, before later ones', async () => {
    const spool = await openSpool(optionsFor(freshDirectory()));
    await spool.append(entries(4));
    const a = spool.destination('a');
    await a.take({ spansMax: 3, bytesMax: 1_000 });
    a.release([3, 1]);
    a.release([4]); // not in flight
    await a.ack([2]);
    expect((await a.take({ spansMax: 1, bytesMax: 1_000 }))?.map(({ sequence }) => sequence)).toEqual([1]);
    expect((await a.take(ALL))?.map(({ sequence }) => sequence)).toEqual([3, 4]);
    await spool.close();
  });

  it('keeps what is not acknowledged for the next process, and numbers go on', async () => {
    const directory = freshDirectory();
    const first = await openSpool(optionsFor(directory, { destinations: ['a', 'b'] }));
    await first.append(entries(3, 'old'));
    await first.destination('a').ack([1, 3]);
    await first.destination('b').ack([3]);
    await first.close();
    const second = await openSpool(optionsFor(directory, { destinations: ['a', 'b'] }));
    expect(second.lastSequence).toBe(3);
    expect(second.destination('a').pendingSpans).toBe(1);
    expect(textsOf(await takeAll(second, 'a'))).toEqual(['old1']);
    expect(textsOf(await takeAll(second, 'b'))).toEqual(['old0', 'old1']);
    expect(await second.append([entry('new')])).toMatchObject({ firstSequence: 4 });
    expect(textsOf(await takeAll(second, 'b'))).toEqual(['new']);
    await second.close();
  });

  it('lets a new destination begin at the oldest record, and does not wait for one that is not named', async () => {
    const directory = freshDirectory();
    const first = await openSpool(optionsFor(directory, { destinations: ['a', 'b'] }));
    await first.append(entries(2));
    await first.destination('a').ack([1, 2]);
    await first.destination('b').ack([1]);
    await first.close();
    const second = await openSpool(optionsFor(directory, { destinations: ['c'] }));
    expect(textsOf(await takeAll(second, 'c'))).toEqual(['r0', 'r1']);
    await second.destination('c').ack([1, 2]);
    await second.close();
    // `b` was not waited for.
    expect(readdirSync(directory)).toEqual(['acks']);
  });

  it('deletes its segments once all is acknowledged, and never uses a number again', async () => {
    const directory = freshDirectory();
    const first = await openSpool(optionsFor(directory));
    await first.append(entries(5));
    await first.destination('a').ack([1, 2, 3, 4, 5]);
    await first.close();
    expect(readdirSync(directory)).toEqual(['acks']);
    const second = await openSpool(optionsFor(directory));
    expect(second.lastSequence).toBe(5);
    expect(await second.append([entry('x')])).toMatchObject({ firstSequence: 6 });
    expect(textsOf(await takeAll(second))).toEqual(['x']);
    await second.close();
  });

  it('writes files for the owner alone, in segments named by their first sequence', async () => {
    const directory = freshDirectory();
    const spool = await openSpool(optionsFor(directory, { segmentBytesMax: 1_000 }));
    await spool.append(entries(5, 'r', { bodyBytes: 300 }));
    await spool.append([entry('large', { bodyBytes: 3_000 })]);
    await spool.destination('a').ack([1]);
    expect(readdirSync(directory)).toEqual([
      '0000000000000001.segment',
      '0000000000000003.segment',
      '0000000000000005.segment',
      '0000000000000006.segment',
      'acks',
      'lock',
    ]);
    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    const bytesOnDisk = ['1', '3', '5', '6'].map(
      (digit) => statSync(join(directory, `000000000000000${digit}.segment`)).size,
    );
    expect(bytesOnDisk).toEqual([792, 792, 412, 3_112]);
    expect(spool.sizeBytes).toBe(792 + 792 + 412 + 3_112 + statSync(join(directory, 'acks')).size);
    await spool.close();
  });

  it('answers "full" when it is over its size, and waits for room', async () => {
    const spool = await openSpool(optionsFor(freshDirectory(), { sizeBytesMax: 1_900, segmentBytesMax: 1_000 }));
    const items = entries(4, 'r', { bodyBytes: 300 });
    expect(await spool.append(items)).toMatchObject({ status: 'appended' });
    expect(await spool.append(items.slice(0, 1))).toEqual({ status: 'full' });
    expect(spool.appendSync(items.slice(0, 1))).toEqual({ status: 'full' });
    expect(spool.lastSequence).toBe(4);
    let isAwake = false;
    const awake = spool.waitForRoom().then(() => (isAwake = true));
    await spool.destination('a').ack([1, 3]);
    expect(isAwake).toBe(false);
    await spool.destination('a').ack([2]);
    await awake;
    expect(await spool.append(items.slice(0, 1))).toMatchObject({ status: 'appended', firstSequence: 5 });
    await spool.close();
  });

  it('gives up the segment it is writing to when that is all there is and nobody needs it', async () => {
    const spool = await openSpool(optionsFor(freshDirectory(), { sizeBytesMax: 1_000 }));
    const items = entries(1, 'r', { bodyBytes: 600 });
    for (let turn = 1; turn <= 5; turn += 1) {
      expect(await spool.append(items)).toMatchObject({ status: 'appended' });
      expect(await spool.append(items)).toEqual({ status: 'full' });
      const wait = spool.waitForRoom();
      await spool.destination('a').ack([turn]);
      await wait;
    }
    await spool.close();
  });

  it('ends waiting for room when the signal aborts and when the spool closes', async () => {
    const spool = await openSpool(optionsFor(freshDirectory(), { sizeBytesMax: 1_000 }));
    await spool.waitForRoom(); // nobody was turned away yet
    await spool.append([entry('x', { bodyBytes: 600 })]);
    expect(await spool.append([entry('x', { bodyBytes: 600 })])).toEqual({ status: 'full' });
    const controller = new AbortController();
    const aborted = spool.waitForRoom(controller.signal);
    controller.abort();
    await aborted;
    await spool.waitForRoom(controller.signal);
    const closed = spool.waitForRoom();
    await spool.close();
    await closed;
  });

  it('says that what can never fit has failed, instead of full', async () => {
    const spool = await openSpool(optionsFor(freshDirectory(), { sizeBytesMax: 1_000 }));
    expect(await spool.append([entry('x', { bodyBytes: 2_000 })])).toEqual({
      status: 'failed',
      detail: '2112 bytes never fit into 1000.',
    });
    const body = Buffer.alloc(64 * 1024 * 1024 + 1);
    expect(await spool.append([{ ...entry('x'), body }])).toMatchObject({
      status: 'failed',
      detail: 'A body has more than 67108864 bytes.',
    });
    // No such number of spans can be written; nothing is.
    expect(await spool.append([entry('x'), entry('y', { spanCount: -1 })])).toMatchObject({ status: 'failed' });
    expect(spool.lastSequence).toBe(0);
    expect(await takeAll(spool)).toEqual([]);
    expect(await spool.append([entry('x')])).toMatchObject({ status: 'appended', firstSequence: 1 });
    expect(textsOf(await takeAll(spool))).toEqual(['x']);
    await spool.close();
  });

  it('forgets what a checkpoint does not cover, for good, and does not count it as lost', async () => {
    const directory = freshDirectory();
    const drops: SpoolDrop[] = [];
    const onDrop = (drop: SpoolDrop): number => drops.push(drop);
    const first = await openSpool(optionsFor(directory, { onDrop }));
    await first.append(entries(5));
    await first.close();
    const second = await openSpool(optionsFor(directory, { onDrop }));
    await second.forgetAfter(3);
    expect(second.destination('a').pendingSpans).toBe(3);
    expect(await second.append([entry('new')])).toMatchObject({ firstSequence: 6 });
    await second.close();
    const third = await openSpool(optionsFor(directory, { onDrop }));
    expect((await takeAll(third)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 6]);
    // A checkpoint that knows more than the spool has lost its records elsewhere: their numbers are not given again.
    await third.forgetAfter(50);
    expect(third.destination('a').pendingSpans).toBe(4);
    expect(await third.append([entry('later')])).toMatchObject({ firstSequence: 51 });
    await third.close();
    expect(drops).toEqual([]);
  });

  it('drops segments that are too old, sent or not, and counts their spans once', async () => {
    const directory = freshDirectory();
    const drops: SpoolDrop[] = [];
    let nowUnixMs = 1_000_000;
    const options = optionsFor(directory, {
      destinations: ['a', 'b'],
      ageMsMax: 8_000,
      nowUnixMs: () => nowUnixMs,
      onDrop: (drop) => drops.push(drop),
    });
    const spool = await openSpool(options);
    await spool.append(entries(3, 'old', { spanCount: 7 }));
    await spool.destination('a').ack([1, 2]);
    await spool.destination('b').ack([1]);
    nowUnixMs += 1_001; // an eighth of the limit: the next record goes to a segment of its own
    await spool.append([entry('young', { spanCount: 5 })]);
    nowUnixMs += 7_000;
    expect(textsOf(await takeAll(spool, 'b'))).toEqual(['young']);
    expect(drops).toEqual([{ reason: 'spool-age', spanCount: 14, identified: true }]);
    expect(spool.destination('a').pendingSpans).toBe(5);
    await spool.close();
    expect(readdirSync(directory)).toEqual(['0000000000000004.segment', 'acks']);
    nowUnixMs += 10_000;
    await (await openSpool(options)).close();
    expect(drops).toHaveLength(2);
    expect(readdirSync(directory)).toEqual(['acks']);
    await (await openSpool(options)).close();
    expect(drops).toHaveLength(2);
  });

  it('drops the oldest segments when it is told to, and says how many spans that were', async () => {
    const drops: SpoolDrop[] = [];
    const spool = await openSpool(
      optionsFor(freshDirectory(), { segmentBytesMax: 500, onDrop: (drop) => drops.push(drop) }),
    );
    await spool.append(entries(4, 'r', { bodyBytes: 300, spanCount: 2 }));
    expect(await spool.retain({ kind: 'count', countMax: 2 })).toEqual({ droppedSpans: 4 });
    expect(drops).toEqual([
      { reason: 'spool-size', spanCount: 2, identified: true },
      { reason: 'spool-size', spanCount: 2, identified: true },
    ]);
    expect(textsOf(await takeAll(spool))).toEqual(['r2', 'r3']);
    await spool.close();
  });

  it('writes synchronously beside an append that is under way', async () => {
    const directory = freshDirectory();
    const spool = await openSpool(optionsFor(directory));
    await spool.append([entry('first')]);
    const underWay = spool.append([entry('under way')]);
    await Promise.resolve();
    expect(spool.appendSync([entry('sync')])).toMatchObject({ status: 'appended' });
    expect(await underWay).toMatchObject({ status: 'appended' });
    await spool.append([entry('last')]);
    expect([...textsOf(await takeAll(spool))].sort()).toEqual(['first', 'last', 'sync', 'under way']);
    await spool.close();
    const again = await openSpool(optionsFor(directory));
    expect([...textsOf(await takeAll(again))].sort()).toEqual(['first', 'last', 'sync', 'under way']);
    await again.close();
  });

  it('hands out an append that was overtaken, also when the later one was already taken', async () => {
    const spool = await openSpool(optionsFor(freshDirectory()));
    const underWay = spool.append([entry('under way')]);
    await Promise.resolve();
    await Promise.resolve();
    spool.appendSync([entry('sync')]);
    const taken = [...textsOf(await takeAll(spool))];
    await underWay;
    taken.push(...textsOf(await takeAll(spool)));
    expect(taken.sort()).toEqual(['sync', 'under way']);
    await spool.close();
  });

  it('answers after its end, and ends once', async () => {
    const directory = freshDirectory();
    const spool = await openSpool(optionsFor(directory));
    const a = spool.destination('a');
    const before = spool.append([entry('before')]);
    const closed = spool.close();
    expect(spool.close()).toBe(closed);
    await closed;
    expect(await before).toMatchObject({ status: 'appended' });
    const failed = { status: 'failed', detail: 'The spool is closed.' };
    expect(await spool.append([entry('x')])).toEqual(failed);
    expect(spool.appendSync([entry('x')])).toEqual(failed);
    expect(await spool.sync()).toEqual(failed);
    expect(await a.take(ALL)).toBeUndefined();
    expect(await spool.retain({ kind: 'count', countMax: 0 })).toEqual({ droppedSpans: 0 });
    await a.ack([1]);
    await spool.forgetAfter(0);
    const again = await openSpool(optionsFor(directory));
    expect(textsOf(await takeAll(again))).toEqual(['before']);
    await again.close();
  });

  it('refuses a second opener, in this process too', async () => {
    const directory = freshDirectory();
    const spool = await openSpool(optionsFor(directory));
    await expect(openSpool(optionsFor(directory))).rejects.toMatchObject({ code: 'DIRECTORY_LOCKED' });
    await spool.close();
  });

  it('refuses an unknown destination by name', async () => {
    const spool = await openSpool(optionsFor(freshDirectory()));
    expect(() => spool.destination('b')).toThrow('The spool was opened without a destination "b".');
    await spool.close();
  });

  it('leaves files alone that are not its own, and refuses links with its names', async () => {
    const directory = freshDirectory();
    const target = join(freshDirectory(), 'target');
    writeFileSync(target, 'untouched');
    symlinkSync(target, join(directory, '0000000000000007.segment'));
    mkdirSync(join(directory, '0000000000000008.segment'));
    writeFileSync(join(directory, 'notes.txt'), 'mine');
    const warnings: string[] = [];
    const spool = await openSpool(optionsFor(directory, { warn: (message) => warnings.push(message) }));
    expect(warnings).toEqual([
      expect.stringContaining('0000000000000007.segment" is no plain file and is not opened.'),
      expect.stringContaining('0000000000000008.segment" is no plain file and is not opened.'),
    ]);
    // Names that are taken are passed over.
    expect(await spool.append([entry('x')])).toMatchObject({ firstSequence: 9 });
    await spool.destination('a').ack([9]);
    await spool.close();
    expect(readdirSync(directory)).toEqual([
      '0000000000000007.segment',
      '0000000000000008.segment',
      'acks',
      'notes.txt',
    ]);
    expect(readFileSync(target, 'utf8')).toBe('untouched');
  });

  it('survives hooks that throw', async () => {
    const directory = freshDirectory();
    const fail = (): never => {
      throw new Error('hook');
    };
    const spool = await openSpool(optionsFor(directory, { onDrop: fail, warn: fail }));
    await spool.append([entry('x')]);
    expect(await spool.retain({ kind: 'count', countMax: 0 })).toEqual({ droppedSpans: 1 });
    await spool.close();
  });
});
