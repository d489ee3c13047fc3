import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { ShipOptions } from '../ship-options.js';

/** The folder of a checkpoint directory that is its spool, where none is named. */
export const OUTBOX_NAME = 'outbox';

/** The folder of a spool that is its checkpoint, where none is named. */
export const STATE_NAME = 'state';

/** Where a run keeps what must survive it. */
export interface StateDirectories {
  /** Holds the lock and the checkpoint. */
  readonly state: string;
  /** Holds the spans on their way out. */
  readonly spool: string;
  /** Read positions and left-over spans go on with the next run; without it only until a run has ended well. */
  readonly isKept: boolean;
  /** The user asked for a spool: what lies there counts as `spooled`. */
  readonly isSpoolNamed: boolean;
}

/**
 * The directories of a run; undefined when it keeps nothing: one pass over files, which can be read again.
 *
 * Following has a checkpoint in any case. Where none is named it lies in the state directory of the user
 * (`XDG_STATE_HOME`, else `~/.local/state`), under a name made of the inputs and the namespace, so that the same
 * command finds it again.
 */
export function stateDirectories(
  options: Pick<ShipOptions, 'follow' | 'checkpoint' | 'spool' | 'inputs' | 'namespace'>,
  env: Readonly<Record<string, string | undefined>>,
): StateDirectories | undefined {
  const { follow = false, checkpoint, spool } = options;
  const isKept = follow || checkpoint !== undefined;
  if (!isKept && spool === undefined) return undefined;
  const state = checkpoint ?? (isKept ? defaultDirectory(options, env) : join(spool ?? '', STATE_NAME));
  const directories = { state: resolve(state), spool: resolve(spool ?? join(state, OUTBOX_NAME)) };
  return { ...directories, isKept, isSpoolNamed: spool !== undefined };
}

function defaultDirectory(
  { inputs, namespace = '' }: Pick<ShipOptions, 'inputs' | 'namespace'>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  // The XDG specification: a path that is not absolute is ignored.
  const { XDG_STATE_HOME: named } = env;
  const home = named !== undefined && isAbsolute(named) ? named : join(homedir(), '.local', 'state');
  const paths = inputs.map((input) => (input === '-' ? input : resolve(input))).sort();
  const key = createHash('sha256')
    .update(JSON.stringify([namespace, paths]))
    .digest('hex');
  return join(home, 'spanbridge', key.slice(0, 16));
}
