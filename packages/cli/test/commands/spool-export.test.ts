import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@spanbridge/otlp';
import { spoolExport } from '../../src/commands/spool-export.js';
import { fakeHost } from '../support/fake-host.js';
import { contentsOf, damageText, writeSpool } from '../support/spool-fixture.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-export-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function run(out?: string) {
  const fake = fakeHost({ workingDirectory: directory });
  const code = await spoolExport(join(directory, 'kept'), out === undefined ? {} : { out }, fake.host);
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

interface Line {
  readonly resourceSpans: readonly [
    { readonly scopeSpans: readonly [{ readonly spans: readonly { name: string; spanId: string }[] }] },
  ];
}

/** The names of the spans of each line. */
function namesOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { resourceSpans } = JSON.parse(line) as Line;
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)));
  });
}

describe('spool export', () => {
  const kept = (): string => join(directory, 'kept');

  it('writes one TracesData for each record, with ids in hex, and changes nothing', async () => {
    await writeSpool(kept(), [['a', 'b'], ['c']]);
    const before = contentsOf(kept());
    const { code, stdout, stderr } = await run();
    expect([code, stderr]).toEqual([0, '']);
    expect(namesOf(stdout)).toEqual([['a', 'b'], ['c']]);
    expect(stdout).toContain('"spanId":"b7ad6b7169203331"');
    expect(contentsOf(kept())).toEqual(before);
  });

  it('writes a file, and says where it lies', async () => {
    await writeSpool(kept(), [['a']]);
    const { code, stdout, stderr } = await run('spans.jsonl');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe(`1 span written to ${join(directory, 'spans.jsonl')}\n`);
    expect(namesOf(readFileSync(join(directory, 'spans.jsonl'), 'utf8'))).toEqual([['a']]);
  });

  it('leaves out what all destinations have', async () => {
    await writeSpool(kept(), [['everybody'], ['one'], ['nobody']], { a: [1, 2], b: [1] });
    expect(namesOf((await run()).stdout)).toEqual([['one'], ['nobody']]);
  });

  it('leaves out what was given up, because its source is read again', async () => {
    await writeSpool(kept(), [['a'], ['b']]);
    const spool = await openSpool({ directory: kept(), destinations: ['nobody'] });
    await spool.forgetAfter(1);
    await spool.close();
    expect(namesOf((await run()).stdout)).toEqual([['a']]);
  });

  it('writes what can be read of a damaged spool, names the damage, and ends with 1', async () => {
    await writeSpool(kept(), [['first'], ['second'], ['third']]);
    damageText(kept(), 'second');
    const { code, stdout, stderr } = await run();
    expect(code).toBe(1);
    expect(namesOf(stdout)).toEqual([['first'], ['third']]);
    expect(stderr).toBe('0000000000000001.segment: 1 records have a damaged body.\n');
  });

  it('says how many records are no traces', async () => {
    const spool = await openSpool({ directory: kept(), destinations: ['a'] });
    await spool.append([{ signal: 'traces', priority: 1, spanCount: 1, body: Buffer.from('x') }]);
    await spool.close();
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('1 record left out: no traces, or of a later version.\n');
  });

  it('leaves out log records, which it names: nobody who reads spans lacks them', async () => {
    const spool = await openSpool({ directory: kept(), destinations: ['a'] });
    const stop = { signal: 'logs', priority: 1, spanCount: 0, body: Buffer.from('x') } as const;
    await spool.append([stop, stop]);
    await spool.close();
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('2 records left out: log records; ship and spool replay send them.\n');
  });

  it('works while somebody has the spool open', async () => {
    const spool = await openSpool({ directory: kept(), destinations: ['a'] });
    try {
      expect((await run()).code).toBe(0);
    } finally {
      await spool.close();
    }
  });

  it('stops when nobody reads its output any more', async () => {
    await writeSpool(kept(), [['a'], ['b']]);
    const fake = fakeHost();
    fake.closeStdout();
    await spoolExport(kept(), {}, fake.host);
    expect(fake.stdout()).toBe('');
  });

  it('refuses a file that cannot be written, and what is no spool', async () => {
    await expect(run()).rejects.toMatchObject({ code: 'SPOOL_NOT_FOUND' });
    await writeSpool(kept(), [['a']]);
    await expect(run('gone/spans.jsonl')).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' });
  });
});
