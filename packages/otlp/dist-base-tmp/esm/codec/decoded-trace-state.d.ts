import { type TraceState } from '@opentelemetry/api';
/**
 * A trace state that keeps the text it came with. The API's own class sorts out members that it does not like, and a
 * span that is passed on must carry what its sender wrote.
 */
export declare function createDecodedTraceState(text: string): TraceState;
//# sourceMappingURL=decoded-trace-state.d.ts.map