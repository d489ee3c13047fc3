import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createDecodedResource } from './decoded-resource.js';
import { createAttributes } from './decoded-span.js';

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

/** Where a span or a log record belongs. */
export interface ItemHome {
  readonly resource: Resource;
  readonly scope: ReadableSpan['instrumentationScope'];
}

/**
 * Gathers the spans or log records of one request. Fields of a message may come in any order, also a resource behind
 * its items, so items are built when their resource has been read to its end.
 */
export class RequestCollector<Fields> {
  /** The resource that is being read. */
  resource: ResourceFields = { attributes: createAttributes(), schemaUrl: '' };
  private scopes: { readonly fields: ScopeFields; readonly items: Fields[] }[] = [];

  /** @param build - called with each item, in their order, when everything about its home is known */
  constructor(private readonly build: (item: Fields, home: ItemHome) => void) {}

  /** Begins the next resource, whose attributes may still change. */
  beginResource(attributes: Attributes = createAttributes()): void {
    this.resource = { attributes, schemaUrl: '' };
    this.scopes = [];
  }

  /** Begins the next scope of the resource and answers its fields, which may still change. */
  beginScope(): ScopeFields {
    const fields = { name: '', version: '', schemaUrl: '', attributes: undefined, droppedAttributesCount: 0 };
    this.scopes.push({ fields, items: [] });
    return fields;
  }

  /** Adds an item to the scope begun last. */
  add(item: Fields): void {
    this.scopes.at(-1)?.items.push(item);
  }

  /** Builds the items of the resource. */
  endResource(): void {
    const resource = createDecodedResource(this.resource.attributes, this.resource.schemaUrl);
    for (const { fields, items } of this.scopes) {
      const home = { resource, scope: toScope(fields) };
      for (const item of items) this.build(item, home);
    }
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
