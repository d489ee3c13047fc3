import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@spanbridge/otlp';
import { readPending } from '../../../src/ship/durable/pending-records.js';

let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-pending-'));
  const spool = await openSpool({ directory, destinations: ['a', 'b', 'c'] });
  for (const spanCount of [1, 20, 300]) {
    await spool.append([{ signal: 'traces', priority: 1, spanCount, body: Buffer.alloc(10) }]);
  }
  await spool.destination('a').ack([1]);
  await spool.destination('b').ack([1, 2, 3]);
  await spool.close();
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('readPending', () => {
  it('counts what any of the asked destinations lacks', async () => {
    expect(await readPending(directory, ['a'], Infinity)).toMatchObject({ spans: 320, bytes: 20 });
    expect(await readPending(directory, ['b'], Infinity)).toMatchObject({ spans: 0, bytes: 0 });
    expect(await readPending(directory, ['a', 'b'], Infinity)).toMatchObject({ spans: 320 });
    expect(await readPending(directory, ['new'], Infinity)).toMatchObject({ spans: 321 });
  });

  it('does not count records above the last that counts', async () => {
    expect(await readPending(directory, ['new'], 2)).toMatchObject({ spans: 21 });
  });

  it('names other destinations that lack something', async () => {
    expect([...(await readPending(directory, ['new'], Infinity)).otherNames].sort()).toEqual(['a', 'c']);
    expect((await readPending(directory, ['a', 'c'], Infinity)).otherNames).toEqual([]);
  });

  it('takes another address for the only destination instead of beside it', async () => {
    const moved = mkdtempSync(join(tmpdir(), 'spanbridge-moved-'));
    try {
      const spool = await openSpool({ directory: moved, destinations: ['old'] });
      await spool.append([{ signal: 'traces', priority: 1, spanCount: 1, body: Buffer.alloc(10) }]);
      await spool.close();
      expect(await readPending(moved, ['new'], Infinity)).toEqual({ spans: 1, bytes: 10, otherNames: [] });
    } finally {
      rmSync(moved, { recursive: true, force: true });
    }
  });
});
