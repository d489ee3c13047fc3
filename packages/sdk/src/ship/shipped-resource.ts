import type { Resource } from '@opentelemetry/resources';
import { ATTRIBUTE, createResource, deriveHostId } from '@spanbridge/core';

/** Attributes that already tell Jaeger which clock a span was measured by. */
const HOST_KEYS = ['host.id', 'host.ip', 'host.name'];

/**
 * The resource of shipped spans: the service, what the user adds, and a host key.
 *
 * Nothing of this machine or process enters it: two shippers of one file must send equal bytes. The host key is derived
 * from the namespace, because Jaeger compares the clocks of parent and child unless both name the same host.
 */
export function createShippedResource(options: {
  readonly serviceName?: string | undefined;
  readonly namespace: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}): Resource {
  const { attributes = {}, serviceName, namespace } = options;
  const hasHost = HOST_KEYS.some((key) => attributes[key] !== undefined);
  return createResource({
    [ATTRIBUTE.serviceName]: serviceName ?? attributes[ATTRIBUTE.serviceName] ?? 'unknown_service',
    ...(hasHost ? {} : { [ATTRIBUTE.hostId]: deriveHostId(namespace) }),
    ...Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== ATTRIBUTE.serviceName)),
  });
}
