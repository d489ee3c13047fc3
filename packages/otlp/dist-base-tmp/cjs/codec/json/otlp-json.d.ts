/**
 * The shapes of OTLP/JSON as this package writes them (opentelemetry-proto, protobuf's JSON mapping with hex ids).
 * 64-bit integers are decimal strings, enums are integers, names are lowerCamelCase. Optional members that have nothing
 * to say are undefined, which `JSON.stringify` leaves out.
 */
/** One attribute value; an object without a member is the empty value. */
export interface AnyValueJson {
    readonly stringValue?: string;
    readonly boolValue?: boolean;
    /** Decimal digits. */
    readonly intValue?: string;
    /** A number, or the name of one of those that JSON does not have; `JSON.stringify` would also lose the sign of −0. */
    readonly doubleValue?: number | 'NaN' | 'Infinity' | '-Infinity' | '-0';
    /** Standard base64 with padding. */
    readonly bytesValue?: string;
    readonly arrayValue?: {
        readonly values: readonly AnyValueJson[];
    };
    readonly kvlistValue?: {
        readonly values: readonly KeyValueJson[];
    };
}
/** One attribute. */
export interface KeyValueJson {
    readonly key: string;
    readonly value: AnyValueJson;
}
/** The resource of spans. */
export interface ResourceJson {
    readonly attributes: readonly KeyValueJson[];
    readonly droppedAttributesCount: number;
}
/** The instrumentation scope of spans. */
export interface ScopeJson {
    readonly name: string;
    readonly version?: string | undefined;
    readonly attributes?: readonly KeyValueJson[] | undefined;
    readonly droppedAttributesCount?: number | undefined;
}
/** An event of a span. */
export interface EventJson {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly KeyValueJson[];
    readonly droppedAttributesCount: number;
}
/** A link of a span. */
export interface LinkJson {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceState?: string | undefined;
    readonly attributes: readonly KeyValueJson[];
    readonly droppedAttributesCount: number;
    readonly flags: number;
}
/** A span; without `parentSpanId` it is a root. */
export interface SpanJson {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceState?: string | undefined;
    readonly parentSpanId?: string | undefined;
    readonly name: string;
    readonly kind: number;
    readonly startTimeUnixNano: string;
    readonly endTimeUnixNano: string;
    readonly attributes: readonly KeyValueJson[];
    readonly droppedAttributesCount: number;
    readonly events: readonly EventJson[];
    readonly droppedEventsCount: number;
    readonly links: readonly LinkJson[];
    readonly droppedLinksCount: number;
    readonly status: {
        readonly code: number;
        readonly message?: string | undefined;
    };
    readonly flags: number;
}
/** Spans of one scope. */
export interface ScopeSpansJson {
    readonly scope: ScopeJson;
    readonly spans: readonly SpanJson[];
    readonly schemaUrl?: string | undefined;
}
/** Spans of one resource. */
export interface ResourceSpansJson {
    readonly resource: ResourceJson;
    readonly scopeSpans: readonly ScopeSpansJson[];
    readonly schemaUrl?: string | undefined;
}
/** The body of an export request, and one line of an OTLP file. */
export interface TracesDataJson {
    readonly resourceSpans: readonly ResourceSpansJson[];
}
//# sourceMappingURL=otlp-json.d.ts.map