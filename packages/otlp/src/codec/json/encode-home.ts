import type { ContentKeys, OtlpResource, OtlpScope } from '../group-by-home.js';
import { isHex } from '../hex.js';
import { toKeyValues } from './encode-value.js';
import type { ResourceJson, ScopeJson } from './otlp-json.js';

/** Resources and scopes by their content, for grouping. */
export const JSON_CONTENT_KEYS: ContentKeys = {
  resourceKey: (resource) => JSON.stringify([toResource(resource), resource.schemaUrl]),
  scopeKey: (scope) => JSON.stringify([toScope(scope), scope.schemaUrl]),
};

/** The resource of spans or log records. */
export function toResource(resource: OtlpResource): ResourceJson {
  return { attributes: toKeyValues(resource.attributes), droppedAttributesCount: 0 };
}

/** The scope of spans or log records. */
export function toScope(scope: OtlpScope): ScopeJson {
  return {
    name: scope.name.toWellFormed(),
    version: toOptionalText(scope.version),
    attributes: scope.attributes === undefined ? undefined : toKeyValues(scope.attributes),
    droppedAttributesCount: scope.droppedAttributesCount ? toCount(scope.droppedAttributesCount) : undefined,
  };
}

/** An id in lower case; one that is not hex is empty, so that a receiver rejects its item and not the request. */
export function toIdText(id: string): string {
  return isHex(id) && id.length % 2 === 0 ? id.toLowerCase() : '';
}

/** A text, well-formed; undefined when it says nothing. */
export function toOptionalText(text: string | undefined): string | undefined {
  return text ? text.toWellFormed() : undefined;
}

/** A count that cannot be negative. */
export function toCount(count: number | undefined): number {
  return count !== undefined && count > 0 ? count : 0;
}
