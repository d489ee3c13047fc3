import { readFileSync } from 'node:fs';

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot and start time in a form that only equality is asked of; empty where the system does not tell it. */
  readonly started: string;
}

/** The running process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid) ?? '' };
}

/**
 * Whether a process is alive and still the same. A zombie counts as gone: it holds nothing, and in containers whose
 * first process does not reap, a killed process stays one for ever.
 */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  if (!exists(pid)) return false;
  const now = startOf(pid);
  if (now === undefined) return true;
  return now !== 'zombie' && (started === '' || now === started);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined where there is no Linux process table, or where it does not show this process. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The second field is the name in parentheses and may itself hold blanks and parentheses; state is the third field
    // and the start time, in ticks since boot, the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'zombie';
    return `${bootId}/${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
