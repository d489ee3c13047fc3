"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.OTLP_ERROR_CODES = void 0;
exports.urlInvalid = urlInvalid;
exports.headerInvalid = headerInvalid;
exports.optionInvalid = optionInvalid;
exports.directoryLocked = directoryLocked;
exports.directoryUnusable = directoryUnusable;
exports.spoolUnusable = spoolUnusable;
exports.spoolVersion = spoolVersion;
const diagnostics_1 = require("@spanbridge/core/diagnostics");
/** The codes of the errors that this package raises, all of them while something is constructed. */
exports.OTLP_ERROR_CODES = [
    'OTLP_URL_INVALID',
    'OTLP_HEADER_INVALID',
    'OTLP_OPTION_INVALID',
    'DIRECTORY_LOCKED',
    'DIRECTORY_UNUSABLE',
    'SPOOL_UNUSABLE',
    'SPOOL_VERSION',
];
/** The traces URL cannot be used. The value is not repeated: it may hold a password. */
function urlInvalid(fault) {
    return otlpError('OTLP_URL_INVALID', `The OTLP traces URL ${fault}. Give a whole http or https URL, such as http://127.0.0.1:4318/v1/traces.`);
}
/** A header name or value has characters that HTTP does not allow. The value is not repeated: it may be a token. */
function headerInvalid(name, cause) {
    return otlpError('OTLP_HEADER_INVALID', `The header ${JSON.stringify(name)} has a name or a value that HTTP does not allow. ` +
        'Remove line breaks and control characters.', cause);
}
/** A number among the options is out of its range. */
function optionInvalid(name, value, range) {
    return otlpError('OTLP_OPTION_INVALID', `The option ${name} is ${value}, but has to be ${range}.`);
}
/** Another process, or this one, holds a directory; `pid` is undefined when the lock does not tell. */
function directoryLocked(directory, pid, lockPath) {
    const who = pid === undefined ? 'another process' : pid === process.pid ? `this process (${pid})` : `process ${pid}`;
    return otlpError('DIRECTORY_LOCKED', `The directory "${directory}" is in use by ${who}. Give each process a directory of its own, or end that ` +
        `process. If you are sure that it is not ours, remove "${lockPath}".`);
}
/** A directory cannot be taken: not ours, not safe, or the file system refuses. */
function directoryUnusable(directory, fault, cause) {
    return otlpError('DIRECTORY_UNUSABLE', `The directory "${directory}" ${fault}. Give a directory that only this user may write to, or one to be created.`, cause);
}
/** A spool cannot be opened at all. */
function spoolUnusable(directory, fault, cause) {
    return otlpError('SPOOL_UNUSABLE', `The spool "${directory}" ${fault}.`, cause);
}
/** A file was written by a later version; it is left as it is. */
function spoolVersion(path, version, versionMax) {
    return otlpError('SPOOL_VERSION', `"${path}" has the format ${version}, and this version reads up to ${versionMax}. Nothing was changed. ` +
        'Use the version that wrote it, or give another directory.');
}
function otlpError(code, message, cause) {
    return new diagnostics_1.SpanbridgeError(code, message, cause === undefined ? undefined : { cause });
}
//# sourceMappingURL=errors.js.map