// Runs jest on the sources and closes with the totals on a line of their own: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The longest that a whole run may take; a test that hangs must not hang the caller for ever.
const TIMEOUT_MS = 2_700_000;
const directory = mkdtempSync(join(tmpdir(), 'spanbridge-test-'));
const resultFile = join(directory, 'result.json');
const jest = spawnSync(
  process.execPath,
  [
    // The stock OTLP exporter loads `http` with import(), which jest's CommonJS registry refuses without this flag.
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--forceExit',
    '--json',
    `--outputFile=${resultFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'ignore', 'inherit'], timeout: TIMEOUT_MS },
);

function readTotals() {
  try {
    const result = JSON.parse(readFileSync(resultFile, 'utf8'));
    // A test file that does not load counts in no test, so it is added as one failure.
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed: result.numPassedTests, failed: jest.status !== 0 && failed === 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const totals = readTotals();
rmSync(directory, { recursive: true, force: true });
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
