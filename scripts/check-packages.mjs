// Checks the packages as users get them: packed, read by publint and attw, installed side by side in an empty project,
// imported, required, compiled against, and run. Needs `npm run build`; ends with exit code 1 when anything is wrong.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand, checkEntry, checkTypes, createConsumer } from './packages/consumer.mjs';
import { listPublished, packAll } from './packages/pack.mjs';
import { checkContents, checkWithAttw, checkWithPublint } from './packages/published-surface.mjs';

process.chdir(join(import.meta.dirname, '..'));
const startMs = performance.now();
const directory = realpathSync(mkdtempSync(join(tmpdir(), 'spanbridge-packages-')));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

let failures = 0;

/** Runs one check and tells how it went; the checks that follow are made in any case. */
async function check(what, body) {
  try {
    console.log(`ok    ${what}: ${await body()}`);
  } catch (error) {
    failures += 1;
    console.log(`FAIL  ${what}\n${indent(error.message)}`);
  }
}

function indent(text) {
  return text.trimEnd().replace(/^/gm, '      ');
}

async function checkAll() {
  const published = listPublished();
  const packed = await packAll(published, directory);
  for (const { name, tarball, files } of packed) {
    await check(`files of ${name}`, () => checkContents(files));
    await check(`publint ${name}`, () => checkWithPublint(tarball));
    await check(`attw ${name}`, () => checkWithAttw(tarball));
  }
  const consumer = join(directory, 'consumer');
  await createConsumer(
    consumer,
    packed.map(({ tarball }) => tarball),
  );
  const entries = published.flatMap((one) => one.entries);
  for (const entry of entries) await check(`load ${entry}`, () => checkEntry(consumer, entry));
  await check('types', () => checkTypes(consumer, entries));
  const cli = published.find(({ name }) => name === '@spanbridge/cli');
  await check('command', () => checkCommand(consumer, cli.version));
  return `${packed.length} packages, ${entries.length} entries`;
}

try {
  const counted = await checkAll();
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${counted}, ${failures} failed checks, ${seconds} s`);
} catch (error) {
  failures += 1;
  console.log(`FAIL  ${error.message}`);
}
process.exitCode = failures > 0 ? 1 : 0;
