"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createSegment = createSegment;
/** A new segment, before its first record. */
function createSegment(id, name) {
    return {
        ...id,
        name,
        sizeBytes: 0,
        newestUnixMs: 0,
        oldestUnixMs: Infinity,
        liveRecords: 0,
        isSealed: false,
        isDamaged: false,
        isSynced: false,
        isSuspect: false,
        handle: undefined,
        callsUnderWay: 0,
    };
}
//# sourceMappingURL=segment.js.map