"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.openSpool = openSpool;
exports.openSpoolIn = openSpoolIn;
const diagnostics_1 = require("@spanbridge/core/diagnostics");
const one_time_warnings_js_1 = require("../delivery/one-time-warnings.js");
const errors_js_1 = require("../errors.js");
const ack_log_js_1 = require("./ack-log.js");
const directory_lock_js_1 = require("./directory-lock.js");
const open_spool_js_1 = require("./open-spool.js");
const spool_files_js_1 = require("./spool-files.js");
const spool_options_js_1 = require("./spool-options.js");
const spool_recovery_js_1 = require("./spool-recovery.js");
const MACHINE = { files: spool_files_js_1.NODE_FILES, lock: directory_lock_js_1.acquireDirectoryLock };
/**
 * Opens the spool in a directory, creates it where it is missing, and takes in what earlier processes left. The caller
 * owns it and closes it. Only one process, and in it only one spool, may have a directory open.
 *
 * Its format and limits are drawn in FORMAT.md.
 *
 * @throws SpanbridgeError `DIRECTORY_LOCKED`, `DIRECTORY_UNUSABLE`, `SPOOL_VERSION` for a spool of a later version,
 * which is left as it is, `SPOOL_UNUSABLE` for what cannot be read at all, and `OTLP_OPTION_INVALID`
 */
function openSpool(options) {
    return openSpoolIn(MACHINE, options);
}
/** {@link openSpool} on a file system of one's own. @internal */
async function openSpoolIn(surroundings, options) {
    const checked = (0, spool_options_js_1.checkSpoolOptions)(options);
    const lock = await surroundings.lock(checked.directory);
    try {
        return await openLocked(surroundings.files, checked, lock);
    }
    catch (error) {
        await lock.release().catch(() => undefined);
        if ((0, diagnostics_1.isSpanbridgeError)(error))
            throw error;
        throw (0, errors_js_1.spoolUnusable)(checked.directory, `cannot be opened (${String(error)})`, error);
    }
}
async function openLocked(files, options, lock) {
    const { directory, destinations, onDrop } = options;
    const warnings = new one_time_warnings_js_1.OneTimeWarnings('Spool', options.warn);
    const warn = (kind, message) => {
        warnings.tell(kind, message);
    };
    const recovered = await (0, spool_recovery_js_1.recoverSpool)({ files, directory, destinations, onDrop, warn: options.warn });
    const acks = new ack_log_js_1.AckLog({
        ...{ files, directory, warn },
        state: recovered.state.acks,
        keepDamagedAs: recovered.keepAcksAs,
        sizeBytes: recovered.acksBytes,
    });
    const spool = new open_spool_js_1.OpenSpool({ files, options, lock, warn, recovered, acks });
    await spool.begin();
    return spool;
}
//# sourceMappingURL=spool.js.map