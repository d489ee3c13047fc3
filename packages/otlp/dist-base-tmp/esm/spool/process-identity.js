import { readFileSync } from 'node:fs';
/** The running process. */
export function ownIdentity() {
    return { pid: process.pid, started: startOf(process.pid) ?? '' };
}
/**
 * Whether a process is alive and still the same. A zombie counts as gone: it holds nothing, and in containers whose
 * first process does not reap, a killed process stays one for ever.
 */
export function isAlive({ pid, started }) {
    if (!exists(pid))
        return false;
    const now = startOf(pid);
    if (now === undefined)
        return true;
    return now !== 'zombie' && (started === '' || now === started);
}
function exists(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        // EPERM: it exists and belongs to somebody else.
        return error.code === 'EPERM';
    }
}
/** Undefined where there is no Linux process table, or where it does not show this process. */
function startOf(pid) {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
        // The second field is the name in parentheses and may itself hold blanks and parentheses; state is the third field
        // and the start time, in ticks since boot, the 22nd.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (fields[0] === 'Z' || fields[0] === 'X')
            return 'zombie';
        return `${bootId}/${fields[19] ?? ''}`;
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=process-identity.js.map