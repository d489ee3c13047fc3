import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@spanbridge/otlp';
import { spoolLs } from '../../src/commands/spool-ls.js';
import { fakeHost } from '../support/fake-host.js';
import { contentsOf, damageText, writeSpool } from '../support/spool-fixture.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-ls-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function ls(path: string, json = false) {
  const { host, stdout } = fakeHost();
  const code = await spoolLs(path, { json }, host);
  return { code, text: stdout() };
}

const objectsOf = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('spool ls', () => {
  it('shows segments, and what is pending for whom', async () => {
    await writeSpool(directory, [['a', 'b'], ['c']], { 'shop.example/v1/traces#abc': [1] });
    const { code, text } = await ls(directory);
    expect(code).toBe(0);
    expect(text).toContain(`${directory}: 3 spans kept`);
    expect(text).toMatch(/0000000000000001\.segment .* {2}2 {6}3 .* d {2}good\n/);
    expect(text).toMatch(/\nshop\.example\/v1\/traces#abc {8}1 {6}1 .* d\nany other destination +3\n$/);
  });

  it('prints one object per line, the spool last', async () => {
    await writeSpool(directory, [['a', 'b'], ['c']], { here: [1] });
    const objects = objectsOf((await ls(directory, true)).text);
    expect(objects.map(({ type }) => type)).toEqual(['segment', 'destination', 'spool']);
    expect(objects[0]).toMatchObject({ recordCount: 2, spanCount: 3, oldestUnixMs: 1_700_000_000_000, faults: [] });
    expect(objects[1]).toMatchObject({ name: 'here', pendingRecordCount: 1, pendingSpanCount: 1 });
    expect(objects[2]).toMatchObject({ directory, keptSpanCount: 3, faults: [] });
  });

  it('looks at a damaged spool, which it leaves as it is', async () => {
    await writeSpool(directory, [['first'], ['second']]);
    damageText(directory, 'second');
    const before = contentsOf(directory);
    const { code, text } = await ls(directory);
    expect(code).toBe(0);
    expect(text).toContain('1 span kept');
    expect(text).toMatch(/ damaged\n/);
    expect(text).toMatch(/\n0000000000000001\.segment: 1 records have a damaged body\.\n$/);
    expect(contentsOf(directory)).toEqual(before);
  });

  it('looks while somebody has the spool open, and says who', async () => {
    const spool = await openSpool({ directory, destinations: ['a'] });
    try {
      const { text } = await ls(directory);
      expect(text).toContain(`0 spans kept`);
      expect(text).toContain(`in use by process ${process.pid}\n`);
    } finally {
      await spool.close();
    }
  });

  it('finds the outbox of a checkpoint directory', async () => {
    await writeSpool(join(directory, 'outbox'), [['a']]);
    expect((await ls(directory)).text).toContain(`${join(directory, 'outbox')}: 1 span kept`);
  });

  it('refuses what is no spool', async () => {
    await expect(ls(join(directory, 'gone'))).rejects.toMatchObject({ code: 'SPOOL_NOT_FOUND' });
  });
});
