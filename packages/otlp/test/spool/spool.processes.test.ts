import { openSpool } from '../../src/spool/spool.js';
import { installSpoolSources, startProgram } from '../support/child-program.js';
import { freshDirectory } from '../support/fresh-directory.js';
import { entry, takeAll, textsOf } from '../support/spool-entries.js';

/** Appends for ever, a sync behind each third append, and prints what has resolved. */
const APPENDING = `
const { openSpool } = require('./otlp/spool/spool.js');
const { writeSync } = require('node:fs');
(async () => {
  const [, , directory, start] = process.argv;
  const spool = await openSpool({ directory, destinations: ['a'], segmentBytesMax: 20000 });
  const entry = (text) => ({ signal: 'traces', priority: 1, spanCount: 1, body: Buffer.from(text.padEnd(700, '.')) });
  for (let number = Number(start); ; number += 1) {
    const texts = ['p' + number + 'a', 'p' + number + 'b'];
    const result = number % 5 === 0 ? spool.appendSync(texts.map(entry)) : await spool.append(texts.map(entry));
    if (result.status !== 'appended') throw new Error(JSON.stringify(result));
    writeSync(1, texts.join('\\n') + '\\n');
    if (number % 3 === 0) await spool.sync();
  }
})();`;

/** Acknowledges one record after the other, and prints those whose acknowledgement has resolved. */
const ACKNOWLEDGING = `
const { openSpool } = require('./otlp/spool/spool.js');
const { writeSync } = require('node:fs');
(async () => {
  const spool = await openSpool({ directory: process.argv[2], destinations: ['a'], segmentBytesMax: 20000 });
  const a = spool.destination('a');
  for (;;) {
    const taken = await a.take({ spansMax: 3, bytesMax: 1e6 });
    if (taken === undefined) break;
    await a.ack(taken.map(({ sequence }) => sequence));
    writeSync(1, taken.map(({ sequence }) => sequence).join('\\n') + '\\n');
  }
  setInterval(() => {}, 1000);
})();`;

/** Appends once, and leaves without a word to the spool. */
const EXITING = `
const { openSpool } = require('./otlp/spool/spool.js');
openSpool({ directory: process.argv[2], destinations: ['a'] }).then((spool) => {
  process.on('exit', () => {
    const result = spool.appendSync([{ signal: 'traces', priority: 2, spanCount: 1, body: Buffer.from('last words') }]);
    require('node:fs').writeSync(1, result.status + '\\n');
  });
  spool.append([{ signal: 'traces', priority: 1, spanCount: 1, body: Buffer.from('under way') }]);
  process.exit(3);
});`;

describe('a process that is killed', () => {
  it('at any moment leaves every record whose append has resolved, and nothing half', async () => {
    const root = freshDirectory();
    installSpoolSources(root);
    const printed: string[] = [];
    for (let kill = 1; kill <= 8; kill += 1) {
      const child = startProgram(root, APPENDING, [`${root}/spool`, String(kill * 1_000_000)]);
      child.lines.on('line', (line) => printed.push(line));
      // Each time a little later, from the first line on.
      await child.printed(kill * 25);
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
    }
    const drops: unknown[] = [];
    const spool = await openSpool({
      directory: `${root}/spool`,
      destinations: ['a'],
      onDrop: (drop) => drops.push(drop),
    });
    const records = await takeAll(spool);
    const texts = textsOf(records);
    expect(printed.length).toBeGreaterThan(800);
    expect(texts).toEqual(expect.arrayContaining(printed));
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/^p\d+[ab]$/);
    // At most one append of each life was written and not yet told.
    expect(texts.length - printed.length).toBeLessThanOrEqual(2 * 8);
    expect(drops).toEqual([]);
    await spool.close();
  });

  it('loses no acknowledgement that has resolved', async () => {
    const root = freshDirectory();
    installSpoolSources(root);
    const filled = await openSpool({ directory: `${root}/spool`, destinations: ['a'], segmentBytesMax: 20_000 });
    await filled.append(Array.from({ length: 600 }, (_, index) => entry(`r${index}`, { bodyBytes: 700 })));
    await filled.close();
    const acked: number[] = [];
    for (let kill = 1; kill <= 5; kill += 1) {
      const child = startProgram(root, ACKNOWLEDGING, [`${root}/spool`]);
      child.lines.on('line', (line) => acked.push(Number(line)));
      await child.printed(30 * kill);
      child.process.kill('SIGKILL');
      await child.ended;
    }
    const spool = await openSpool({ directory: `${root}/spool`, destinations: ['a'] });
    const rest = (await takeAll(spool)).map(({ sequence }) => sequence);
    expect(rest.filter((sequence) => acked.includes(sequence))).toEqual([]);
    expect(acked.length).toBeGreaterThan(400);
    // At most one acknowledgement of three records in each life was written and not yet told.
    expect(600 - acked.length - rest.length).toBeLessThanOrEqual(3 * 5);
    await spool.close();
  });
});

it('a process that exits while an append is under way still writes its last records', async () => {
  const root = freshDirectory();
  installSpoolSources(root);
  const child = startProgram(root, EXITING, [`${root}/spool`]);
  const lines: string[] = [];
  child.lines.on('line', (line) => lines.push(line));
  expect(await child.ended).toBe(3);
  expect(lines).toEqual(['appended']);
  const spool = await openSpool({ directory: `${root}/spool`, destinations: ['a'] });
  expect(textsOf(await takeAll(spool))).toContain('last words');
  await spool.close();
});

it('of two processes on one directory exactly one gets it, and the other says who has it', async () => {
  const root = freshDirectory();
  installSpoolSources(root);
  const child = startProgram(root, APPENDING, [`${root}/spool`, '1']);
  try {
    await child.printed(1);
    await expect(openSpool({ directory: `${root}/spool`, destinations: ['a'] })).rejects.toMatchObject({
      code: 'DIRECTORY_LOCKED',
      message: expect.stringContaining(`in use by process ${child.process.pid ?? 0}.`) as string,
    });
  } finally {
    child.process.kill('SIGKILL');
    await child.ended;
  }
  const spool = await openSpool({ directory: `${root}/spool`, destinations: ['a'] });
  expect((await takeAll(spool)).length).toBeGreaterThan(0);
  await spool.close();
});
