"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createDecodedTraceState = createDecodedTraceState;
const api_1 = require("@opentelemetry/api");
/**
 * A trace state that keeps the text it came with. The API's own class sorts out members that it does not like, and a
 * span that is passed on must carry what its sender wrote.
 */
function createDecodedTraceState(text) {
    return {
        serialize: () => text,
        get: (key) => (0, api_1.createTraceState)(text).get(key),
        set: (key, value) => (0, api_1.createTraceState)(text).set(key, value),
        unset: (key) => (0, api_1.createTraceState)(text).unset(key),
    };
}
//# sourceMappingURL=decoded-trace-state.js.map