import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
/** A resource that came over the wire: plain data that the SDK accepts wherever it takes a resource. */
export declare function createDecodedResource(attributes: Attributes, schemaUrl?: string): Resource;
//# sourceMappingURL=decoded-resource.d.ts.map