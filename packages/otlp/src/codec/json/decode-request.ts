import { MalformedBody } from '../decode-result.js';
import type { RequestCollector } from '../request-collector.js';
import type { JsonCursor, JsonObject } from './cursor.js';
import { readAttributes } from './decode-value.js';

/** How a signal names the members of its requests, and how one of its items is read. */
export interface RequestShape<Fields> {
  /** `resourceSpans`, say. */
  readonly resources: string;
  readonly scopes: string;
  readonly items: string;
  readonly readItem: (cursor: JsonCursor, item: JsonObject) => Fields;
}

/** Reads a parsed OTLP/JSON request into a collector. Members that nobody knows, snake_case ones too, are ignored. */
export function readJsonRequest<Fields>(
  value: unknown,
  cursor: JsonCursor,
  target: { readonly shape: RequestShape<Fields>; readonly collector: RequestCollector<Fields> },
): void {
  const { shape, collector } = target;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedBody(
      `The body is not a valid OTLP/JSON request: an object with "${shape.resources}" is expected.`,
    );
  }
  cursor.each(value as JsonObject, shape.resources, (object) => {
    cursor.countMessage();
    const attributes = cursor.member(object, 'resource', (resource) => readAttributes(cursor, resource));
    collector.beginResource(attributes);
    collector.resource.schemaUrl = cursor.text(object, 'schemaUrl');
    cursor.each(object, shape.scopes, (scopeGroup) => {
      readScopeGroup(cursor, scopeGroup, target);
    });
    collector.endResource();
  });
}

function readScopeGroup<Fields>(
  cursor: JsonCursor,
  object: JsonObject,
  { shape, collector }: { readonly shape: RequestShape<Fields>; readonly collector: RequestCollector<Fields> },
): void {
  cursor.countMessage();
  const fields = collector.beginScope();
  fields.schemaUrl = cursor.text(object, 'schemaUrl');
  cursor.member(object, 'scope', (scope) => {
    fields.name = cursor.text(scope, 'name');
    fields.version = cursor.text(scope, 'version');
    if (scope['attributes'] !== undefined) fields.attributes = readAttributes(cursor, scope);
    fields.droppedAttributesCount = cursor.uint32(scope, 'droppedAttributesCount');
  });
  cursor.each(object, shape.items, (item) => {
    collector.add(shape.readItem(cursor, item));
  });
}
