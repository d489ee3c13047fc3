import { Field, Root, Type } from 'protobufjs';
import { readProto, TracesData } from '../../packages/otlp/test/support/proto.js';

/** A span as it was on the wire, cut out of its request. */
export interface SentSpan {
  /** Its name, and its phase where it has one: what tells it from the others of a cell. */
  readonly label: string;
  /** In hex. */
  readonly traceId: string;
  readonly spanId: string;
  /** The bytes of the span alone. */
  readonly bytes: Buffer;
  /** Bytes of its scope, in hex, and the schema URLs of scope and resource. */
  readonly home: string;
  /** The values of the resource, as JSON, by key. */
  readonly resource: ReadonlyMap<string, string>;
}

/** The messages around a span, with everything inside them left as bytes: fields as in the published definitions. */
const root = new Root();
const RawTraces = new Type('RawTraces').add(new Field('resourceSpans', 1, 'bytes', 'repeated'));
const RawResourceSpans = new Type('RawResourceSpans')
  .add(new Field('resource', 1, 'bytes'))
  .add(new Field('scopeSpans', 2, 'bytes', 'repeated'))
  .add(new Field('schemaUrl', 3, 'string'));
const RawScopeSpans = new Type('RawScopeSpans')
  .add(new Field('scope', 1, 'bytes'))
  .add(new Field('spans', 2, 'bytes', 'repeated'))
  .add(new Field('schemaUrl', 3, 'string'));
for (const type of [RawTraces, RawResourceSpans, RawScopeSpans]) root.add(type);

const Span = TracesData.root.lookupType('opentelemetry.proto.trace.v1.Span');
const Resource = TracesData.root.lookupType('opentelemetry.proto.resource.v1.Resource');

interface RawSpans {
  readonly resourceSpans: readonly Uint8Array[];
  readonly scopeSpans: readonly Uint8Array[];
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
  readonly spans: readonly Uint8Array[];
  readonly schemaUrl: string;
}

const decodeRaw = (type: Type, bytes: Uint8Array): RawSpans => type.decode(bytes) as unknown as RawSpans;

/** The spans of a request in protobuf, in their order. Nothing of our own codec is in here. */
export function readSentSpans(body: Uint8Array): readonly SentSpan[] {
  return decodeRaw(RawTraces, body).resourceSpans.flatMap((ofResource) => {
    const { resource: resourceBytes, scopeSpans, schemaUrl } = decodeRaw(RawResourceSpans, ofResource);
    const resource = readResource(resourceBytes);
    return scopeSpans.flatMap((ofScope) => {
      const { scope, spans, schemaUrl: scopeSchemaUrl } = decodeRaw(RawScopeSpans, ofScope);
      const home = JSON.stringify([Buffer.from(scope).toString('hex'), scopeSchemaUrl, schemaUrl]);
      return spans.map((bytes) => ({ ...readIdentity(bytes), bytes: Buffer.from(bytes), home, resource }));
    });
  });
}

interface DecodedSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value?: { readonly stringValue?: string } }[];
}

function readIdentity(bytes: Uint8Array): Pick<SentSpan, 'label' | 'traceId' | 'spanId'> {
  const { traceId, spanId, name, attributes } = Span.decode(bytes) as unknown as DecodedSpan;
  const phase = attributes.find(({ key }) => key === 'spanbridge.span.phase')?.value?.stringValue;
  return {
    label: phase === undefined ? name : `${name} (${phase})`,
    traceId: Buffer.from(traceId).toString('hex'),
    spanId: Buffer.from(spanId).toString('hex'),
  };
}

function readResource(bytes: Uint8Array): ReadonlyMap<string, string> {
  const { attributes = [] } = readProto(Resource, bytes) as {
    attributes?: readonly { readonly key: string; readonly value: unknown }[];
  };
  return new Map(attributes.map(({ key, value }) => [key, JSON.stringify(value)]));
}

/** A span as plain data, for people to look at. */
export function readSpanBytes(bytes: Uint8Array): Record<string, unknown> {
  return readProto(Span, bytes);
}
