import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OverflowEntry } from '@spanbridge/otlp';
import { LateSpool } from '../../src/provider/late-spool.js';

const ENTRY: OverflowEntry = { signal: 'traces', priority: 1, spanCount: 2, body: Buffer.from([10, 0]) };

let base: string;
const opened: LateSpool[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'late-spool-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((spool) => spool.close()));
  rmSync(base, { recursive: true, force: true });
});

function open(directory = join(base, 'spool')): { spool: LateSpool; pending: number[]; warnings: string[] } {
  const pending: number[] = [];
  const warnings: string[] = [];
  const spool = new LateSpool({
    directory,
    destination: 'traces',
    onDrop: () => undefined,
    onOpen: (count) => pending.push(count),
    warn: (message) => warnings.push(message),
  });
  opened.push(spool);
  return { spool, pending, warnings };
}

describe('LateSpool', () => {
  it('keeps what comes before it is open, and hands it out', async () => {
    const { spool, pending } = open();
    expect(await spool.append([ENTRY])).toMatchObject({ status: 'appended' });
    expect(pending).toEqual([0]);
    const taken = await spool.destination('traces').take({ spansMax: 10, bytesMax: 100 });
    expect(taken?.map(({ spanCount }) => spanCount)).toEqual([2]);
    expect(spool.destination('traces').pendingSpans).toBe(2);
  });

  it('puts beside it what must be kept at once, and the next one takes it in', async () => {
    expect(open().spool.appendSync([ENTRY])).toEqual({ status: 'appended' });
    await opened.splice(0)[0]?.close();
    const next = open();
    await next.spool.ready();
    expect(next.pending).toEqual([2]);
  });

  it('takes a sibling when the directory is in use, and its own place again later', async () => {
    await open().spool.ready();
    await open().spool.ready();
    expect(existsSync(join(base, 'spool.2'))).toBe(true);
  });

  it('tells once that it cannot be opened, and keeps nothing', async () => {
    writeFileSync(join(base, 'file'), '');
    const { spool, warnings } = open(join(base, 'file'));
    expect(await spool.append([ENTRY])).toMatchObject({ status: 'failed' });
    expect(await spool.destination('traces').take({ spansMax: 1, bytesMax: 1 })).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });
});
