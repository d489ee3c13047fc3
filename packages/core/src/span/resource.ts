import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';

/**
 * A resource with settled attributes. Spelt out here because the SDK's factory is tied to one SDK line, and because its
 * default resource says who converts the records (process, host, SDK version), which must not enter a shipped span.
 */
export function createResource(attributes: Attributes): Resource {
  const own: Attributes = Object.freeze({ ...attributes });
  return Object.freeze({
    attributes: own,
    asyncAttributesPending: false,
    merge: (other: Resource | null) => createResource({ ...own, ...other?.attributes }),
    getRawAttributes: () => Object.entries(own),
  });
}
