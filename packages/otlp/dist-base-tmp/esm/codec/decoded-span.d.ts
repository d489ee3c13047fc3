import { type Attributes, type HrTime, type Link } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import type { RejectedSpan } from './decode-result.js';
/** The fields of a span as a decoder gathers them. Ids are lower-case hex of any length, kind is OTLP's number. */
export interface SpanFields {
    traceId: string;
    spanId: string;
    parentSpanId: string;
    traceState: string;
    name: string;
    kind: number;
    startTime: HrTime;
    endTime: HrTime;
    readonly attributes: Attributes;
    droppedAttributesCount: number;
    readonly events: TimedEvent[];
    droppedEventsCount: number;
    readonly links: Link[];
    droppedLinksCount: number;
    statusCode: number;
    statusMessage: string;
    flags: number;
}
/** The fields of a link as a decoder gathers them. */
export interface LinkFields {
    traceId: string;
    spanId: string;
    traceState: string;
    readonly attributes: Attributes;
    droppedAttributesCount: number;
    flags: number;
}
/** Where a span belongs, and its place in the request for messages, counted from 1. */
export interface SpanPlace {
    readonly resource: Resource;
    readonly scope: ReadableSpan['instrumentationScope'];
    readonly ordinal: number;
}
/** Attributes without a prototype: a key `__proto__` is a key like any other. */
export declare function createAttributes(): Attributes;
/** Fields of a span that nothing has been read for yet. */
export declare function createSpanFields(): SpanFields;
/** Fields of a link that nothing has been read for yet. */
export declare function createLinkFields(): LinkFields;
/**
 * Adds a link to its span. A link whose ids have a wrong length cannot be kept; it is left out and counted in the
 * span's `droppedLinksCount`, because losing the span for it would lose more. Zero ids are allowed in links.
 */
export declare function addLink(span: SpanFields, link: LinkFields): void;
/** The span that the fields describe, or why it is rejected. */
export declare function toDecodedSpan(fields: SpanFields, place: SpanPlace): {
    readonly span: ReadableSpan;
} | {
    readonly rejected: RejectedSpan;
};
//# sourceMappingURL=decoded-span.d.ts.map