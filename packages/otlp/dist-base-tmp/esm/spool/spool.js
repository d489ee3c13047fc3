import { isSpanbridgeError } from '@spanbridge/core/diagnostics';
import { OneTimeWarnings } from '../delivery/one-time-warnings.js';
import { spoolUnusable } from '../errors.js';
import { AckLog } from './ack-log.js';
import { acquireDirectoryLock } from './directory-lock.js';
import { OpenSpool } from './open-spool.js';
import { NODE_FILES } from './spool-files.js';
import { checkSpoolOptions } from './spool-options.js';
import { recoverSpool } from './spool-recovery.js';
const MACHINE = { files: NODE_FILES, lock: acquireDirectoryLock };
/**
 * Opens the spool in a directory, creates it where it is missing, and takes in what earlier processes left. The caller
 * owns it and closes it. Only one process, and in it only one spool, may have a directory open.
 *
 * Its format and limits are drawn in FORMAT.md.
 *
 * @throws SpanbridgeError `DIRECTORY_LOCKED`, `DIRECTORY_UNUSABLE`, `SPOOL_VERSION` for a spool of a later version,
 * which is left as it is, `SPOOL_UNUSABLE` for what cannot be read at all, and `OTLP_OPTION_INVALID`
 */
export function openSpool(options) {
    return openSpoolIn(MACHINE, options);
}
/** {@link openSpool} on a file system of one's own. @internal */
export async function openSpoolIn(surroundings, options) {
    const checked = checkSpoolOptions(options);
    const lock = await surroundings.lock(checked.directory);
    try {
        return await openLocked(surroundings.files, checked, lock);
    }
    catch (error) {
        await lock.release().catch(() => undefined);
        if (isSpanbridgeError(error))
            throw error;
        throw spoolUnusable(checked.directory, `cannot be opened (${String(error)})`, error);
    }
}
async function openLocked(files, options, lock) {
    const { directory, destinations, onDrop } = options;
    const warnings = new OneTimeWarnings('Spool', options.warn);
    const warn = (kind, message) => {
        warnings.tell(kind, message);
    };
    const recovered = await recoverSpool({ files, directory, destinations, onDrop, warn: options.warn });
    const acks = new AckLog({
        ...{ files, directory, warn },
        state: recovered.state.acks,
        keepDamagedAs: recovered.keepAcksAs,
        sizeBytes: recovered.acksBytes,
    });
    const spool = new OpenSpool({ files, options, lock, warn, recovered, acks });
    await spool.begin();
    return spool;
}
//# sourceMappingURL=spool.js.map