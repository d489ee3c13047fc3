import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessCommand } from './run-process.js';

const ROOT = join(__dirname, '..', '..');

/** The command line, as it was built. */
export const CLI = join(ROOT, 'packages', 'cli', 'bin', 'spanbridge.js');

/** Where an example lies, or one of its files. */
export function exampleFile(...names: readonly string[]): string {
  return join(ROOT, 'examples', ...names);
}

/** Throws when the packages are not built: examples are run as their users run them. */
export function requireBuild(): void {
  if (existsSync(join(ROOT, 'packages', 'cli', 'dist', 'esm', 'index.js'))) return;
  throw new Error('The examples run the built packages. Run `npm run build` first.');
}

/** An example that sends to an endpoint, with further variables and arguments. */
export function exampleCommand(
  file: string,
  options: {
    readonly endpoint: string;
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  },
): ProcessCommand {
  const { endpoint, args = [], env = {} } = options;
  return {
    command: process.execPath,
    args: [file, ...args],
    cwd: ROOT,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env },
  };
}
