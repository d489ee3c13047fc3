import { cliError } from '../errors.js';
import type { CommandName } from './option-tables.js';

/** An option that a later version brings: refused with a sentence, because ignoring it would break a promise. */
interface LaterOption {
  readonly flags: string;
  readonly name: string;
  readonly instead: string;
}

const WHOLE_FILES = 'ship reads its inputs once, from the start to the end.';

const LATER: Readonly<Record<CommandName, readonly LaterOption[]>> = {
  ship: [
    { flags: '-f, --follow', name: 'follow', instead: `${WHOLE_FILES} Run it again when the file is complete.` },
    { flags: '--from-start', name: 'from-start', instead: WHOLE_FILES },
    { flags: '--from-end', name: 'from-end', instead: WHOLE_FILES },
    { flags: '--checkpoint [DIR]', name: 'checkpoint', instead: WHOLE_FILES },
    {
      flags: '--spool [DIR]',
      name: 'spool',
      instead: 'What cannot be delivered is counted, and the input still has it.',
    },
    { flags: '--verify', name: 'verify', instead: 'Look the traces up in the backend.' },
    {
      flags: '--provisional [STRATEGY]',
      name: 'provisional',
      instead: 'A span leaves once, at its end or when the input is complete (the strategy "hold").',
    },
    {
      flags: '--pending-timeout [DURATION]',
      name: 'pending-timeout',
      instead: 'Unfinished spans leave when the input is complete.',
    },
  ],
  view: [],
  dev: [
    { flags: '--store [FILE]', name: 'store', instead: 'Traces are kept in memory until the server ends.' },
    { flags: '--forward [URL]', name: 'forward', instead: 'Give ship several --endpoint options instead.' },
  ],
  demo: [],
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
