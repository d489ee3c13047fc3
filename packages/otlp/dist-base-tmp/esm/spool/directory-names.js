import { ACKS_NAME, ACKS_NEXT_NAME } from './ack-log.js';
import { parseSegmentName } from './segment-file.js';
/** Tells what an entry of the directory is. */
export function classifyName(entry) {
    const quarantined = /^(.+?)(?:\.\d+)?\.corrupt$/.exec(entry.name)?.[1];
    const name = quarantined ?? entry.name;
    const id = parseSegmentName(name);
    const isAcks = name === ACKS_NAME || name === ACKS_NEXT_NAME;
    if (id === undefined && !isAcks)
        return { kind: /^lock(?:\.|$)/.test(entry.name) ? 'lock' : 'unknown' };
    if (entry.kind !== 'file')
        return { kind: 'refused', id };
    if (quarantined !== undefined)
        return { kind: 'quarantined', id };
    return id === undefined ? { kind: 'acks' } : { kind: 'segment', id };
}
/** Whether a file of this name belongs to a spool: a segment, acknowledgements, a quarantined file, or the lock. */
export function isSpoolFileName(name) {
    return classifyName({ name, kind: 'file', sizeBytes: 0 }).kind !== 'unknown';
}
/** The name under which a damaged file is kept: no other file has it. */
export function quarantineName(name, taken) {
    let candidate = `${name}.corrupt`;
    for (let number = 1; taken.has(candidate); number += 1)
        candidate = `${name}.${number}.corrupt`;
    return candidate;
}
//# sourceMappingURL=directory-names.js.map