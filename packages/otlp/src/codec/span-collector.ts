import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DecodeTracesResult, RejectedSpan } from './decode-result.js';
import { createDecodedResource } from './decoded-resource.js';
import { createAttributes, toDecodedSpan, type SpanFields } from './decoded-span.js';

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
export function createSpanCollector(): SpanCollector {
  return new Collector();
}

class Collector implements SpanCollector {
  resource: ResourceFields = { attributes: createAttributes(), schemaUrl: '' };
  private scopes: { readonly fields: ScopeFields; readonly spans: SpanFields[] }[] = [];
  private readonly spans: ReadableSpan[] = [];
  private readonly rejected: RejectedSpan[] = [];
  private ordinal = 0;

  beginResource(attributes: Attributes = createAttributes()): void {
    this.resource = { attributes, schemaUrl: '' };
    this.scopes = [];
  }

  beginScope(): ScopeFields {
    const fields = { name: '', version: '', schemaUrl: '', attributes: undefined, droppedAttributesCount: 0 };
    this.scopes.push({ fields, spans: [] });
    return fields;
  }

  addSpan(fields: SpanFields): void {
    this.scopes.at(-1)?.spans.push(fields);
  }

  endResource(): void {
    const resource = createDecodedResource(this.resource.attributes, this.resource.schemaUrl);
    for (const { fields, spans } of this.scopes) {
      const scope = toScope(fields);
      for (const span of spans) {
        const decoded = toDecodedSpan(span, { resource, scope, ordinal: ++this.ordinal });
        if ('span' in decoded) this.spans.push(decoded.span);
        else this.rejected.push(decoded.rejected);
      }
    }
  }

  result(): DecodeTracesResult {
    return { status: 'decoded', spans: this.spans, rejected: this.rejected };
  }
}

/** Scope attributes are in OTLP and in the official serialiser, but not yet in the SDK's type. */
function toScope(fields: ScopeFields): ReadableSpan['instrumentationScope'] {
  return {
    name: fields.name,
    ...(fields.version === '' ? {} : { version: fields.version }),
    ...(fields.schemaUrl === '' ? {} : { schemaUrl: fields.schemaUrl }),
    ...(fields.attributes === undefined ? {} : { attributes: fields.attributes }),
    ...(fields.droppedAttributesCount === 0 ? {} : { droppedAttributesCount: fields.droppedAttributesCount }),
  };
}
