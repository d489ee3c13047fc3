import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Attributes } from '@opentelemetry/api';
import {
  defaultResource,
  detectResources,
  hostDetector,
  osDetector,
  processDetector,
  type Resource,
  type ResourceDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import type { Environment } from '../config/env-reader.js';
import { type InstanceSurroundings, stableInstanceId } from './instance-id.js';

/** What the configuration says about the resource. */
export interface ResourceSettings {
  /** Wins over `service.name` of every other source. */
  readonly serviceName: string | undefined;
  /** Of `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly environmentAttributes: ReadonlyMap<string, string>;
  /** Given by the program; wins over the environment. */
  readonly resource: Resource | Attributes | undefined;
  /** Whether `process.command_args` is told: arguments of a command line may be secrets. */
  readonly commandArgs: boolean;
  readonly env: Environment;
}

const COMMAND_ARGS = 'process.command_args';

/**
 * The resource of this process: what the SDK tells of itself, of host, operating system and process, then what the
 * environment and the program say. Some attributes come later (`waitForAsyncAttributes`).
 */
export function detectResource(settings: ResourceSettings): Resource {
  const detectors = [hostDetector, osDetector, settings.commandArgs ? processDetector : PROCESS_WITHOUT_ARGUMENTS];
  const { serviceName, environmentAttributes } = settings;
  const configured = resourceFromAttributes(Object.fromEntries(environmentAttributes))
    .merge(asResource(settings.resource))
    .merge(resourceFromAttributes(serviceName === undefined ? {} : { 'service.name': serviceName }));
  const named = defaultResource().merge(configured);
  const instance = { 'service.instance.id': stableInstanceId(serviceOf(named), surroundingsOf(settings.env)) };
  return defaultResource()
    .merge(detectResources({ detectors }))
    .merge(resourceFromAttributes(instance))
    .merge(configured);
}

const PROCESS_WITHOUT_ARGUMENTS: ResourceDetector = {
  detect: (config) => {
    const { [COMMAND_ARGS]: _commandArgs, ...attributes } = processDetector.detect(config).attributes ?? {};
    return { attributes };
  },
};

function asResource(resource: Resource | Attributes | undefined): Resource {
  if (resource === undefined) return resourceFromAttributes({});
  return isResource(resource) ? resource : resourceFromAttributes(resource);
}

function isResource(value: Resource | Attributes): value is Resource {
  return typeof (value as Partial<Resource>).getRawAttributes === 'function';
}

/** Attributes that come later are not waited for: the id must be there from the first span on. */
function serviceOf(resource: Resource): string {
  const values = new Map(resource.getRawAttributes().toReversed());
  const text = (key: string): string => {
    const value = values.get(key);
    return typeof value === 'string' ? value : '';
  };
  return `${text('service.namespace')}/${text('service.name')}`;
}

function surroundingsOf(env: Environment): InstanceSurroundings {
  return {
    env,
    hostName: hostname(),
    program: process.argv[1] ?? '',
    clusterWorkerId: cluster.worker?.id,
    readFile: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}
