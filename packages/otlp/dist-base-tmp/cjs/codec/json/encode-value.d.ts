import type { KeyValueJson } from './otlp-json.js';
/** Attributes in the order of the object's own keys. */
export declare function toKeyValues(attributes: Readonly<Record<string, unknown>> | undefined): readonly KeyValueJson[];
//# sourceMappingURL=encode-value.d.ts.map