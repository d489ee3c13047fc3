import type { Attributes } from '@opentelemetry/api';
import type { DecodeTracesResult } from './decode-result.js';
import { type SpanFields } from './decoded-span.js';
/** The fields of a resource as a decoder gathers them. */
export interface ResourceFields {
    readonly attributes: Attributes;
    schemaUrl: string;
}
/** The fields of a scope as a decoder gathers them. */
export interface ScopeFields {
    name: string;
    version: string;
    schemaUrl: string;
    attributes: Attributes | undefined;
    droppedAttributesCount: number;
}
/**
 * Gathers the spans of one request. Fields of a message may come in any order, also a resource behind its spans, so
 * spans are built when their resource has been read to its end.
 */
export interface SpanCollector {
    /** The resource that is being read. */
    readonly resource: ResourceFields;
    /** Begins the next resource, whose attributes may still change. */
    beginResource(attributes?: Attributes): void;
    /** Begins the next scope of the resource and answers its fields, which may still change. */
    beginScope(): ScopeFields;
    /** Adds a span to the scope begun last. */
    addSpan(fields: SpanFields): void;
    /** Builds the spans of the resource. */
    endResource(): void;
    /** Everything gathered. */
    result(): DecodeTracesResult;
}
/** A collector for one request. */
export declare function createSpanCollector(): SpanCollector;
//# sourceMappingURL=span-collector.d.ts.map