"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createDeadline = createDeadline;
/**
 * A deadline `timeoutMs` from now. Does by hand what `AbortSignal.any` and `AbortSignal.timeout` do: on Node 20 a
 * signal that lives long, as the one of a process does, keeps a trace of every signal that was ever derived from it.
 * In the background, its timer does not keep the process alive.
 */
function createDeadline(timeoutMs, stop, { isBackground } = { isBackground: false }) {
    const controller = new AbortController();
    let cause;
    const abortFor = (reason) => {
        cause ??= reason;
        controller.abort();
    };
    const onStop = () => {
        abortFor('stopped');
    };
    const timer = setTimeout(abortFor, timeoutMs, 'timeout');
    if (isBackground)
        timer.unref();
    stop?.addEventListener('abort', onStop, { once: true });
    if (stop?.aborted === true)
        onStop();
    return {
        signal: controller.signal,
        cause: () => cause,
        clear: () => {
            clearTimeout(timer);
            stop?.removeEventListener('abort', onStop);
        },
    };
}
//# sourceMappingURL=deadline.js.map