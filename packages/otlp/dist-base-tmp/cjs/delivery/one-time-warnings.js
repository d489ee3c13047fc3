"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.OneTimeWarnings = void 0;
/**
 * Tells the first case of each kind and keeps silent about the others: a backend that refuses everything for an hour
 * must not fill the log of the application. Kinds are few and fixed; texts of strangers are never kinds.
 */
class OneTimeWarnings {
    component;
    warn;
    told = new Set();
    constructor(component, warn) {
        this.component = component;
        this.warn = warn;
    }
    /** Tells `message` unless one of this kind was told since the last {@link rearm}. */
    tell(kind, message) {
        if (this.told.has(kind))
            return;
        this.told.add(kind);
        try {
            this.warn(`${this.component}: ${message}`);
        }
        catch {
            // A hook of the host that throws must not cost a batch, and there is nobody left to tell.
        }
    }
    /** Lets the next case of this kind be told again. */
    rearm(kind) {
        this.told.delete(kind);
    }
}
exports.OneTimeWarnings = OneTimeWarnings;
//# sourceMappingURL=one-time-warnings.js.map