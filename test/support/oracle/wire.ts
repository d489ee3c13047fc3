import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Message } from 'protobufjs';
import { TracesData } from '../../../packages/otlp/test/support/proto.js';

/** A 64-bit integer as protobufjs reads it. */
export interface WireInteger {
  readonly low: number;
  readonly high: number;
}

/** An attribute as protobufjs reads it. */
export interface WireAttribute {
  readonly key: string;
  readonly value?: Readonly<Record<string, unknown>>;
}

/** A span as protobufjs reads it; absent fields have the defaults of protobuf. */
export interface WireSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: WireInteger;
  readonly endTimeUnixNano: WireInteger;
  readonly attributes: readonly WireAttribute[];
  readonly events: readonly {
    readonly timeUnixNano: WireInteger;
    readonly name: string;
    readonly attributes: readonly WireAttribute[];
  }[];
  readonly status?: { readonly message: string; readonly code: number };
}

/** The value of an unsigned 64-bit integer. */
export function unsignedOf({ low, high }: WireInteger): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

interface WireTraces extends Message {
  readonly resourceSpans: readonly {
    readonly resource?: Message & { readonly attributes: readonly WireAttribute[] };
    readonly schemaUrl: string;
    readonly scopeSpans: readonly {
      readonly scope?: Message;
      readonly schemaUrl: string;
      readonly spans: readonly (WireSpan & Message)[];
    }[];
  }[];
}

/** One span of a request. */
export interface ReceivedSpan {
  readonly span: WireSpan;
  readonly resourceAttributes: readonly WireAttribute[];
  /** SHA-256 over the span, its resource and its scope, each encoded anew by protobufjs. */
  readonly hash: Uint8Array;
}

/** A request as it came. */
export interface EncodedRequest {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** The largest request that a receiver has to take, before and after inflation. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;

const Resource = TracesData.root.lookupType('opentelemetry.proto.resource.v1.Resource');
const Scope = TracesData.root.lookupType('opentelemetry.proto.common.v1.InstrumentationScope');
const Span = TracesData.root.lookupType('opentelemetry.proto.trace.v1.Span');

/** The spans of a request, in their order. Throws when it cannot be decoded. Nothing of our own codec is in here. */
export function decodeRequest(request: EncodedRequest): readonly ReceivedSpan[] {
  const traces = decodeTraces(request) as WireTraces;
  return traces.resourceSpans.flatMap(({ resource, schemaUrl, scopeSpans }) => {
    const resourceBytes = Resource.encode(resource ?? {}).finish();
    return scopeSpans.flatMap(({ scope, schemaUrl: scopeSchemaUrl, spans }) => {
      const scopeBytes = Scope.encode(scope ?? {}).finish();
      const around = [resourceBytes, Buffer.from(schemaUrl), scopeBytes, Buffer.from(scopeSchemaUrl)];
      return spans.map((span) => ({
        span,
        resourceAttributes: resource?.attributes ?? [],
        hash: hashParts([...around, Span.encode(span).finish()]),
      }));
    });
  });
}

function hashParts(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}

function decodeTraces({ body, contentType, contentEncoding }: EncodedRequest): Message {
  const plain = contentEncoding === 'gzip' ? gunzipSync(body, { maxOutputLength: BODY_BYTES_MAX }) : body;
  if (contentType?.startsWith('application/json') !== true) return TracesData.decode(plain);
  return TracesData.fromObject(withBinaryIds(JSON.parse(Buffer.from(plain).toString('utf8'))) as object);
}

const ID_KEYS: ReadonlySet<string> = new Set(['traceId', 'spanId', 'parentSpanId']);

/** Requests nest values to 64 levels at most, each of two or three objects. */
const DEPTH_MAX = 400;

/** OTLP/JSON writes ids in hex, where the JSON of protobuf has base64. */
function withBinaryIds(value: unknown, depthLeft = DEPTH_MAX): unknown {
  if (depthLeft === 0) throw new Error('The request is nested too deeply.');
  if (Array.isArray(value)) return value.map((item) => withBinaryIds(item, depthLeft - 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>).map(([key, member]) => {
    const isId = ID_KEYS.has(key) && typeof member === 'string';
    return [key, isId ? Buffer.from(member, 'hex') : withBinaryIds(member, depthLeft - 1)];
  });
  return Object.fromEntries(entries);
}
