import { cliError } from '../errors.js';
import { laterNames, refuseLater } from './later-options.js';
import { didYouMean } from './nearest.js';
import { kebabName, type OptionSpec, type OptionTable, type SettingsLayer, variableName } from './option-spec.js';
import { COMMAND_NAMES, COMMAND_OPTIONS, type CommandName } from './option-tables.js';
import { readOptionValue } from './option-value.js';
import { splitPairs } from './pair-list.js';

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the `SPANBRIDGE_` variables of a command. An empty variable counts as not set.
 *
 * Variables of headers and resource attributes are written as those of OpenTelemetry, `k=v,k2=v2` with percent-encoding;
 * several endpoints are separated by commas or white space.
 *
 * @throws SpanbridgeError `INVALID_OPTION` or `NOT_IN_THIS_VERSION`
 */
export function readSpanbridgeEnv(command: CommandName, table: OptionTable, env: Environment): SettingsLayer {
  for (const name of laterNames(command)) {
    const variable = variableName(name);
    if ((env[variable] ?? '') !== '') refuseLater(command, name, variable);
  }
  const values = new Map<string, unknown>();
  for (const [name, spec] of Object.entries(table)) {
    const variable = variableName(name);
    const text = env[variable] ?? '';
    if (text !== '') values.set(name, readOptionValue(spec, variable, textsOf(spec, variable, text)));
  }
  return Object.fromEntries(values);
}

function textsOf(spec: OptionSpec, variable: string, text: string): readonly string[] {
  if (spec.kind === 'urls') return text.split(/[\s,]+/).filter((url) => url !== '');
  if (spec.kind !== 'headers' && spec.kind !== 'attributes') return [text];
  const pairs = splitPairs(text);
  if (pairs === undefined) {
    throw cliError('INVALID_OPTION', `${variable} is not a list such as k=v,k2=v2 with percent-encoded values.`);
  }
  return pairs.map(([key, value]) => `${key}=${value}`);
}

/** One sentence for each `SPANBRIDGE_` variable that no command of this version reads: most often a slip of the pen. */
export function unknownVariables(env: Environment): readonly string[] {
  const known = new Set(
    COMMAND_NAMES.flatMap((command) =>
      [...Object.keys(COMMAND_OPTIONS[command]).map(kebabName), ...laterNames(command)].map(variableName),
    ),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith('SPANBRIDGE_') && !known.has(name))
    .map((name) => `${name} is not a variable of this version and is ignored.${didYouMean(name, [...known])}`);
}
