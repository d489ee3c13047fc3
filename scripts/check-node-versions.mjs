// Runs the tests and the built command on the other versions of Node that we support. The binaries come from the npm
// registry and go into a temporary directory. Needs `npm run build`.
//
//   node scripts/check-node-versions.mjs [JEST ARGUMENT…]
//
// Arguments select tests, as for jest. Without any those run in which versions of Node have differed before: parsing
// and its messages, encoding, reading, the bridge, the command as a process. `packages/ test/flows/` runs all that can
// differ.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadNodes } from './node-binaries.mjs';
import { runCommand } from './run-command.mjs';

/** The lines beside the one that the checks run on anyway. */
const NODE_MAJORS = [22, 24];

const SELECTION = [
  'packages/core/test/decode',
  'packages/core/test/model',
  'packages/bridges',
  'packages/otlp/test/codec',
  'packages/otlp/test/transport',
  'packages/sdk/test/sources',
  'packages/sdk/test/ship/checkpoint',
  'packages/sdk/test/ship/ship-files',
  'test/flows/ship-contract',
];

const TEST_TIMEOUT_MS = 1_800_000;
const DEMO_TIMEOUT_MS = 300_000;

process.chdir(join(import.meta.dirname, '..'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Answers whether all is well on one version; says in one line what was found. */
async function checkVersion(major, binary) {
  const startMs = performance.now();
  const version = await runCommand(binary, ['--version'], { timeoutMs: DEMO_TIMEOUT_MS });
  if (!version.ok) {
    console.log(`FAIL  Node ${major}: the binary ${version.ending}.`);
    return false;
  }
  const selection = process.argv.length > 2 ? process.argv.slice(2) : SELECTION;
  const testArgs = ['scripts/test.mjs', ...selection];
  const tests = await runCommand(binary, testArgs, { timeoutMs: TEST_TIMEOUT_MS });
  const demoArgs = ['packages/cli/bin/spanbridge.js', 'demo', '--once', '--port', '0'];
  const demo = await runCommand(binary, demoArgs, { timeoutMs: DEMO_TIMEOUT_MS });
  const totals = tests.stdout.trim().split('\n').at(-1) || `tests: ${tests.ending}`;
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
  const isWell = tests.ok && demo.ok;
  const demoWords = demo.ok ? 'demo runs' : `demo: ${demo.ending}`;
  console.log(`${isWell ? 'ok  ' : 'FAIL'}  Node ${version.stdout.trim()}: ${totals}, ${demoWords} (${seconds} s)`);
  if (!tests.ok) console.log(lastLines(tests.stderr, 200));
  if (!demo.ok) console.log(lastLines(`${demo.stdout}${demo.stderr}`, 50));
  return isWell;
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

if (!existsSync('packages/cli/dist/esm/index.js')) {
  console.log('FAIL  The packages are not built. Run `npm run build` first.');
  process.exitCode = 1;
} else {
  const { binaryOf, reason } = await loadNodes(NODE_MAJORS);
  if (reason === undefined) {
    // One after the other: jest itself uses all cores.
    for (const major of NODE_MAJORS) if (!(await checkVersion(major, binaryOf(major)))) process.exitCode = 1;
  } else {
    console.log(`skipped  Node ${NODE_MAJORS.join(' and ')}: ${reason}`);
  }
}
