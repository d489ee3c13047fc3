import type { Attributes } from '@opentelemetry/api';
import type { RequestReader } from './request-reader.js';
/** Reads one KeyValue into `attributes`. A key that comes twice keeps its first place and its last value. */
export declare function readAttribute(reader: RequestReader, attributes: Attributes): void;
//# sourceMappingURL=decode-value.d.ts.map