import type { Attributes } from '@opentelemetry/api';
/**
 * The tags in which Jaeger's legacy JSON writes what OTLP has fields for. An attribute of a sender under one of these
 * keys cannot be told from them.
 */
export declare const JAEGER_OWN_TAGS: readonly ["span.kind", "error", "otel.status_code", "otel.status_description", "otel.scope.name", "otel.scope.version", "otel.library.name", "otel.library.version", "w3c.tracestate", "internal.span.format"];
/** What the tags of a span say besides its attributes, with OTLP's numbers. */
export interface TagFields {
    readonly kind: number;
    readonly statusCode: number;
    readonly statusMessage: string;
    readonly traceState: string;
    readonly scopeName: string;
    readonly scopeVersion: string;
}
/**
 * Takes the tags that stand for fields out of the attributes, and answers the fields. Without `otel.status_code` a tag
 * `error` that is true means ERROR; that tag stays an attribute when the status is not ERROR.
 */
export declare function takeTagFields(tags: Attributes): TagFields;
//# sourceMappingURL=jaeger-tags.d.ts.map