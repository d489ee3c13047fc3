import { REGISTER_VARIABLES, splitPairs, type Environment } from '@spanbridge/sdk';
import { cliError } from '../errors.js';
import { laterNames, refuseLater } from './later-options.js';
import { nearestWord } from './nearest.js';
import { type OptionSpec, type OptionTable, type SettingsLayer, variableName } from './option-spec.js';
import { COMMAND_NAMES, COMMAND_OPTIONS, type CommandName } from './option-tables.js';
import { readOptionValue } from './option-value.js';

/** What all variables of ours begin with; those of OpenTelemetry never do. */
const PREFIX = 'SPANBRIDGE_';

/**
 * Reads the `SPANBRIDGE_` variables of a command. An empty variable counts as not set.
 *
 * Variables of headers and resource attributes are written as those of OpenTelemetry, `k=v,k2=v2` with
 * percent-encoding; several endpoints are separated by commas or white space.
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
  const ofCommands = COMMAND_NAMES.flatMap((command) =>
    [...Object.keys(COMMAND_OPTIONS[command]), ...laterNames(command)].map(variableName),
  );
  // Those of a program that registers are often set for all that one starts.
  const known = [...ofCommands, ...REGISTER_VARIABLES];
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .map((name) => `${name} is not a variable of this version and is ignored.${variableHint(name, known)}`);
}

/** Compared without the prefix, which would make any two variables look alike. */
function variableHint(name: string, known: readonly string[]): string {
  const nearest = nearestWord(
    name.slice(PREFIX.length),
    known.map((variable) => variable.slice(PREFIX.length)),
  );
  return nearest === undefined ? '' : ` Did you mean ${PREFIX}${nearest}?`;
}
