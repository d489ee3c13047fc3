// What tools that read tarballs find in ours.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { runCommand } from '../run-command.mjs';

const ATTW_TIMEOUT_MS = 300_000;

/** Files that each package needs beside its code: what it is, and under which terms. */
const NEEDED_FILES = ['README.md', 'LICENSE', 'package.json'];

/** Files that are of no use to users. */
const NEEDLESS_FILE = /\.tsbuildinfo$|(?:^|\/)test\/|\.test\.[jt]s$|\.tgz$/;

/** The tarball holds what it must hold, and nothing of the workshop. */
export function checkContents(files) {
  const missing = NEEDED_FILES.filter((name) => !files.includes(name)).map((name) => `${name} is missing.`);
  const needless = files.filter((name) => NEEDLESS_FILE.test(name)).map((name) => `${name} is of no use to users.`);
  const faults = [...missing, ...needless];
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return `${files.length} files`;
}

/** publint: do the manifest and the files of the tarball fit together? Its suggestions count as faults too. */
export async function checkWithPublint(tarball) {
  const bytes = readFileSync(tarball);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  if (messages.length > 0) throw new Error(messages.map((message) => formatMessage(message, pkg)).join('\n'));
  return 'clean';
}

/** attw: do the types of each entry say what the built files do, imported and required? */
export async function checkWithAttw(tarball) {
  const program = resolve('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
  // Resolution as Node 10 did it is left out: our entries need `exports`, and no Node that we support is without it.
  const flags = ['--profile', 'node16', '--no-definitely-typed', '--no-emoji', '--no-color', '--format', 'ascii'];
  const args = [program, tarball, ...flags];
  const { ok, stdout, stderr, ending } = await runCommand(process.execPath, args, { timeoutMs: ATTW_TIMEOUT_MS });
  if (!ok) throw new Error(`attw: ${ending}.\n${stdout}${stderr}`);
  return 'clean';
}
