"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.BACKGROUND_CLOCK = exports.SYSTEM_CLOCK = void 0;
exports.inNextTurn = inNextTurn;
/** The longest timer of JavaScript; a longer one would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;
/** The clock of the process. The wall clock is not used: it can be set back. */
exports.SYSTEM_CLOCK = {
    now: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, signal, () => undefined),
};
/** The clock of the process, whose waits do not keep it alive: for what runs beside an application. */
exports.BACKGROUND_CLOCK = {
    now: () => performance.now(),
    sleep: (ms, signal) => sleep(ms, signal, unref),
};
function sleep(ms, signal, prepare) {
    return new Promise((resolve) => {
        const finish = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', finish);
            resolve();
        };
        const timer = setTimeout(finish, Math.min(ms, TIMER_MS_MAX));
        prepare(timer);
        signal.addEventListener('abort', finish, { once: true });
        if (signal.aborted)
            finish();
    });
}
/** In a browser a timer is a number and holds nothing. */
function unref(timer) {
    timer.unref?.();
}
/** Calls back in the next turn of the event loop, after the answers that have come in. */
function inNextTurn(callback) {
    if (typeof setImmediate === 'function')
        setImmediate(callback);
    else
        setTimeout(callback, 0);
}
//# sourceMappingURL=clock.js.map