// Projects of users: one for each line of the SDK, with our tarballs and what the app of test/matrix needs.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';

/** The registry may be slow and the cache empty. */
const INSTALL_TIMEOUT_MS = 600_000;

/**
 * The lines. The versions of the older one fit together. In the newer one they are the latest, as `npm install` gives
 * them: its `sdk-node` brings an older SDK along than the one beside it, so there are two copies of every class.
 */
const LINES = {
  2.12: {
    api: '1.9.1',
    core: '2.12.0',
    'context-async-hooks': '2.12.0',
    resources: '2.12.0',
    'sdk-trace': '2.12.0',
    'sdk-node': '0.223.0',
    'exporter-trace-otlp-proto': '0.223.0',
  },
  3.1: {
    api: '1.10.0',
    core: '3.1.1',
    'context-async-hooks': '3.1.1',
    resources: '3.1.1',
    'sdk-trace': '3.1.1',
    'sdk-node': '0.301.0',
    'exporter-trace-otlp-proto': '0.301.1',
  },
};

/** The names of the lines, the older one first. */
export const SDK_LINES = Object.keys(LINES).sort();

/** Our packages that the app needs, with those that they need. */
export const PACKAGES = ['@spanbridge/bridges', '@spanbridge/core', '@spanbridge/otlp', '@spanbridge/sdk'];

/** Creates the project of a line and installs into it; throws with what npm said when that fails. */
export async function createProject(line, directory, tarballs) {
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), '{ "name": "matrix", "private": true }\n');
  cpSync(join('test', 'matrix', 'app'), join(directory, 'app'), { recursive: true });
  const packages = Object.entries(LINES[line]).map(([name, version]) => `@opentelemetry/${name}@${version}`);
  // Peers that do not fit together are an error here, also where npm by itself would let them pass.
  const flags = ['--strict-peer-deps', '--no-force', '--no-legacy-peer-deps'];
  const quick = ['--prefer-offline', '--no-audit', '--no-fund'];
  const args = ['install', ...flags, ...quick, ...packages, ...tarballs];
  const { ok, stderr, ending } = await runCommand('npm', args, { cwd: directory, timeoutMs: INSTALL_TIMEOUT_MS });
  const errors = stderr.split('\n').filter((text) => !text.startsWith('npm warn'));
  if (!ok) throw new Error(`npm install for SDK ${line}: ${ending}.\n${errors.join('\n')}`);
}
