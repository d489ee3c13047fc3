"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.HostHook = void 0;
/** Failures in a row after which a hook is left alone for a while: it is broken, and calling it costs time. */
const FAILURES_MAX = 10;
/** How long it is left alone, and the least time between two messages about it. */
const REST_MS = 60_000;
/**
 * A function of the host that must not harm us: what it throws is told at most once a minute, and after ten failures in
 * a row it is not called for a minute.
 */
class HostHook {
    name;
    hook;
    context;
    failures = 0;
    restsUntilMs = -Infinity;
    toldMs = -Infinity;
    constructor(name, hook, context) {
        this.name = name;
        this.hook = hook;
        this.context = context;
    }
    /** Calls the function of the host, unless it rests. Never throws. */
    call(...args) {
        if (this.failures >= FAILURES_MAX) {
            if (this.context.clock.now() < this.restsUntilMs)
                return;
            this.failures = 0;
        }
        try {
            this.hook(...args);
            this.failures = 0;
        }
        catch (error) {
            this.fail(error);
        }
    }
    fail(error) {
        const { clock, warnings } = this.context;
        const nowMs = clock.now();
        this.failures += 1;
        this.restsUntilMs = nowMs + REST_MS;
        if (nowMs - this.toldMs < REST_MS)
            return;
        this.toldMs = nowMs;
        warnings.rearm(this.name);
        warnings.tell(this.name, `the function ${this.name} of the application threw: ${messageOf(error)}.`);
    }
}
exports.HostHook = HostHook;
function messageOf(error) {
    try {
        return error instanceof Error ? error.message : String(error);
    }
    catch {
        return 'something that has no text';
    }
}
//# sourceMappingURL=host-hook.js.map