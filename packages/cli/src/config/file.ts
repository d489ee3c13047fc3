import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cliError } from '../errors.js';
import type { SettingsLayer } from './option-spec.js';
import type { CommandName } from './option-tables.js';

/** The file that is read when no other is named. */
export const CONFIG_FILE = 'spanbridge.yaml';

/** Where a configuration may come from. */
export interface ConfigFileRequest {
  readonly command: CommandName;
  /**
   * The file of `--config` or `SPANBRIDGE_CONFIG`, which must exist; undefined: {@link CONFIG_FILE}, if it is there.
   */
  readonly path: string | undefined;
  readonly workingDirectory: string;
}

/**
 * Reads the options of one command from a YAML file.
 *
 * Keys are the names of the options without dashes in front (`retry-for: 1m`). At the top they hold for every command
 * that has the option; under the name of a command (`ship:`) for that one, and win. The whole file is checked, also
 * what the command at hand does not use.
 *
 * @throws SpanbridgeError `CONFIG_NOT_READABLE`, `INVALID_CONFIG`, `INVALID_OPTION` or `NOT_IN_THIS_VERSION`, with line
 * and column
 */
export async function readConfigFile(request: ConfigFileRequest): Promise<SettingsLayer> {
  const name = request.path ?? CONFIG_FILE;
  const text = await readText(resolve(request.workingDirectory, name), name, request.path === undefined);
  if (text === undefined) return {};
  // Loaded only now: most runs have no such file, and the modules for it are a third of what a start has to load.
  const { parseConfig } = await import('./config-reader.js');
  return parseConfig({ name, text, command: request.command });
}

async function readText(path: string, name: string, mayBeMissing: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (mayBeMissing && code === 'ENOENT') return undefined;
    const remedy = code === 'ENOENT' ? 'There is no such file. Check the path.' : `Reading it ends in ${code}.`;
    throw cliError('CONFIG_NOT_READABLE', `The configuration file "${name}" cannot be read. ${remedy}`);
  }
}
