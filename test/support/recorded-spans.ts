import { gunzipSync } from 'node:zlib';
import { Root } from 'protobufjs';
import { type RecordedRequest } from './otlp-recorder.js';

/** What the journeys look at in a span that was received. */
export interface RecordedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for a root. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKindName;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  /** Texts, booleans and whole numbers, these as decimal digits; other values are left out. */
  readonly attributes: RecordedAttributes;
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  readonly statusMessage: string;
  readonly eventNames: readonly string[];
  readonly serviceName: string | undefined;
  readonly resourceAttributes: RecordedAttributes;
}

export type RecordedAttributes = Readonly<Record<string, string | boolean>>;

/** The names of `SpanKind`, at the places that its numbers say. */
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;

type SpanKindName = (typeof KINDS)[number];

/**
 * The parts of the published trace.proto that the journeys look at, under the numbers that it gives them. protobufjs
 * reads by them, so that our own codec is not its own witness.
 */
const TRACE_PROTO = Root.fromJSON({
  nested: {
    Request: { fields: { resourceSpans: { rule: 'repeated', type: 'ResourceSpans', id: 1 } } },
    ResourceSpans: {
      fields: { resource: { type: 'Resource', id: 1 }, scopeSpans: { rule: 'repeated', type: 'ScopeSpans', id: 2 } },
    },
    Resource: { fields: { attributes: { rule: 'repeated', type: 'KeyValue', id: 1 } } },
    KeyValue: { fields: { key: { type: 'string', id: 1 }, value: { type: 'AnyValue', id: 2 } } },
    AnyValue: {
      fields: {
        stringValue: { type: 'string', id: 1 },
        boolValue: { type: 'bool', id: 2 },
        intValue: { type: 'int64', id: 3 },
      },
    },
    ScopeSpans: { fields: { spans: { rule: 'repeated', type: 'Span', id: 2 } } },
    Span: {
      fields: {
        traceId: { type: 'bytes', id: 1 },
        spanId: { type: 'bytes', id: 2 },
        parentSpanId: { type: 'bytes', id: 4 },
        name: { type: 'string', id: 5 },
        kind: { type: 'int32', id: 6 },
        startTimeUnixNano: { type: 'fixed64', id: 7 },
        endTimeUnixNano: { type: 'fixed64', id: 8 },
        attributes: { rule: 'repeated', type: 'KeyValue', id: 9 },
        events: { rule: 'repeated', type: 'Event', id: 11 },
        status: { type: 'Status', id: 15 },
      },
    },
    Event: { fields: { name: { type: 'string', id: 2 } } },
    Status: { fields: { message: { type: 'string', id: 2 }, code: { type: 'int32', id: 3 } } },
  },
}).lookupType('Request');

/** A 64-bit integer of protobufjs, whose text is its decimal digits; OTLP JSON has the digits at once. */
interface Digits {
  toString(): string;
}

interface WireAttribute {
  readonly key: string;
  readonly value?: { readonly stringValue?: string; readonly boolValue?: boolean; readonly intValue?: Digits };
}

interface WireSpan {
  readonly traceId: Uint8Array | string;
  readonly spanId: Uint8Array | string;
  readonly parentSpanId?: Uint8Array | string;
  readonly name: string;
  readonly kind?: number;
  readonly startTimeUnixNano: Digits;
  readonly endTimeUnixNano: Digits;
  readonly attributes?: readonly WireAttribute[];
  readonly events?: readonly { readonly name: string }[];
  readonly status?: { readonly message?: string; readonly code?: number };
}

interface WireRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly WireAttribute[] };
    readonly scopeSpans?: readonly { readonly spans?: readonly WireSpan[] }[];
  }[];
}

/** The spans of requests to `/v1/traces`, in protobuf or JSON, in the order in which they came. */
export function spansOf(requests: readonly RecordedRequest[]): readonly RecordedSpan[] {
  return requests
    .filter(({ path }) => path === '/v1/traces')
    .flatMap((request) =>
      (decode(request).resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
        const attributes = toAttributes(resource?.attributes ?? []);
        return (scopeSpans ?? []).flatMap(({ spans }) => (spans ?? []).map((span) => toSpan(span, attributes)));
      }),
    );
}

function decode({ headers, body }: RecordedRequest): WireRequest {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const isJson = String(headers['content-type']).startsWith('application/json');
  if (isJson) return JSON.parse(plain.toString('utf8')) as WireRequest;
  return TRACE_PROTO.decode(plain) as unknown as WireRequest;
}

function toSpan(span: WireSpan, resourceAttributes: RecordedAttributes): RecordedSpan {
  const parentSpanId = toHex(span.parentSpanId ?? '');
  const serviceName = resourceAttributes['service.name'];
  return {
    traceId: toHex(span.traceId),
    spanId: toHex(span.spanId),
    parentSpanId: parentSpanId === '' ? undefined : parentSpanId,
    name: span.name,
    kind: KINDS[span.kind ?? 0] ?? 'UNSPECIFIED',
    startTimeUnixNano: BigInt(span.startTimeUnixNano.toString()),
    endTimeUnixNano: BigInt(span.endTimeUnixNano.toString()),
    attributes: toAttributes(span.attributes ?? []),
    status: (['UNSET', 'OK', 'ERROR'] as const)[span.status?.code ?? 0] ?? 'UNSET',
    statusMessage: span.status?.message ?? '',
    eventNames: (span.events ?? []).map(({ name }) => name),
    serviceName: typeof serviceName === 'string' ? serviceName : undefined,
    resourceAttributes,
  };
}

function toAttributes(attributes: readonly WireAttribute[]): RecordedAttributes {
  const told: Record<string, string | boolean> = {};
  for (const { key, value = {} } of attributes) {
    const { stringValue, boolValue, intValue } = value;
    // protobufjs has '', false and 0 in the prototype for what was not sent.
    if (Object.hasOwn(value, 'stringValue') && stringValue !== undefined) told[key] = stringValue;
    else if (Object.hasOwn(value, 'boolValue') && boolValue !== undefined) told[key] = boolValue;
    else if (Object.hasOwn(value, 'intValue') && intValue !== undefined) told[key] = intValue.toString();
  }
  return told;
}

function toHex(id: Uint8Array | string): string {
  return typeof id === 'string' ? id : Buffer.from(id).toString('hex');
}
