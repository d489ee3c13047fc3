"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Outage = void 0;
const retry_js_1 = require("./retry.js");
/**
 * How long a destination has been without a success, over all requests of one sender. It begins with the first attempt
 * that fails and ends with any success; times in which nothing was sent do not count.
 */
class Outage {
    policy;
    sinceMs;
    constructor(policy) {
        this.policy = policy;
    }
    /** Whether attempts have failed since the last success. */
    get isOn() {
        return this.sinceMs !== undefined;
    }
    /** Ends the outage. */
    succeed() {
        this.sinceMs = undefined;
    }
    /** Takes note of a failed attempt and decides what follows. */
    fail(attempt) {
        this.sinceMs ??= attempt.startedMs;
        const { attempts, retryAfterMs, nowMs } = attempt;
        return (0, retry_js_1.decideRetry)({ attempts, retryAfterMs, failingForMs: nowMs - this.sinceMs }, this.policy);
    }
}
exports.Outage = Outage;
//# sourceMappingURL=outage.js.map