import { cliError } from '../errors.js';
import type { CommandName } from './option-tables.js';

/** An option that a later version brings: refused with a sentence, because ignoring it would break a promise. */
interface LaterOption {
  readonly flags: string;
  readonly name: string;
  readonly instead: string;
}

const LATER: Readonly<Record<CommandName, readonly LaterOption[]>> = {
  ship: [],
  view: [],
  'spool ls': [],
  'spool replay': [],
  'spool export': [],
  dev: [
    { flags: '--store [FILE]', name: 'store', instead: 'Traces are kept in memory until the server ends.' },
    { flags: '--forward [URL]', name: 'forward', instead: 'Give ship several --endpoint options instead.' },
  ],
  demo: [],
  doctor: [],
  run: [],
};

/** The flags of the options that a later version brings to a command, as the parser reads them. */
export function laterFlags(command: CommandName): readonly string[] {
  return LATER[command].map(({ flags }) => flags);
}

/** The names of those options as they stand on the command line and in spanbridge.yaml, without dashes in front. */
export function laterNames(command: CommandName): readonly string[] {
  return LATER[command].map(({ name }) => name);
}

/**
 * Refuses one of those options.
 *
 * @param label - how the message names the source, such as `--follow`
 */
export function refuseLater(command: CommandName, name: string, label: string): never {
  const option = LATER[command].find((later) => later.name === name);
  throw cliError(
    'NOT_IN_THIS_VERSION',
    `${label} is not in this version of spanbridge. ${option?.instead ?? ''}`.trim(),
  );
}
