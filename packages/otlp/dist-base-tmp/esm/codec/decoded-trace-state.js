import { createTraceState } from '@opentelemetry/api';
/**
 * A trace state that keeps the text it came with. The API's own class sorts out members that it does not like, and a
 * span that is passed on must carry what its sender wrote.
 */
export function createDecodedTraceState(text) {
    return {
        serialize: () => text,
        get: (key) => createTraceState(text).get(key),
        set: (key, value) => createTraceState(text).set(key, value),
        unset: (key) => createTraceState(text).unset(key),
    };
}
//# sourceMappingURL=decoded-trace-state.js.map