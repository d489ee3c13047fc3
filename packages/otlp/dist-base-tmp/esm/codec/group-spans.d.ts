import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/** What the codec reads of a resource. */
export interface OtlpResource {
    /** The attributes of the resource; values of any kind. */
    readonly attributes: Readonly<Record<string, unknown>>;
    /** The schema that the attribute names follow. */
    readonly schemaUrl?: string | undefined;
}
/** What the codec reads of an instrumentation scope; the attributes are in OTLP, but not yet in the SDK's type. */
export interface OtlpScope {
    /** The name of the tracer. */
    readonly name: string;
    /** The version of the tracer. */
    readonly version?: string | undefined;
    /** The schema that the attribute names follow. */
    readonly schemaUrl?: string | undefined;
    /** Attributes of the scope; values of any kind. */
    readonly attributes?: Readonly<Record<string, unknown>> | undefined;
    /** How many attributes of the scope were dropped before. */
    readonly droppedAttributesCount?: number | undefined;
}
/** Spans of one scope, in the order in which they came. */
export interface ScopeGroup {
    readonly scope: OtlpScope;
    readonly spans: ReadableSpan[];
}
/** Spans of one resource, by scope. */
export interface ResourceGroup {
    readonly resource: OtlpResource;
    readonly scopes: readonly ScopeGroup[];
}
/** How the content of a resource and of a scope is told apart; called only when a second object appears. */
export interface ContentKeys {
    readonly resourceKey: (resource: OtlpResource) => string;
    readonly scopeKey: (scope: OtlpScope) => string;
}
/**
 * Groups spans by resource and then by scope, in the order in which each was first seen.
 *
 * Objects are compared by identity first and by content second: spans that were imported or decoded one by one bring a
 * resource object each, and one request with 512 copies of a resource is many times larger than its spans.
 */
export declare function groupSpans(spans: readonly ReadableSpan[], keys: ContentKeys): readonly ResourceGroup[];
//# sourceMappingURL=group-spans.d.ts.map