import type { Environment } from '../config/env-reader.js';
import { uuidV5 } from './uuid-v5.js';

/** What an instance of a service is told apart by. */
export interface InstanceSurroundings {
  readonly env: Environment;
  readonly hostName: string;
  /** The file of the program, `process.argv[1]`. */
  readonly program: string;
  /** The number of this process among the workers of `node:cluster`; undefined when it is none. */
  readonly clusterWorkerId: number | undefined;
  /** The text of a file; undefined when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
}

/** The namespace that the conventions of OpenTelemetry name for version 5 ids of instances. */
const NAMESPACE = '4d63009a-8d0f-11ee-aad7-4c796ed8e320';

/**
 * The `service.instance.id` of this process: the same after a restart, another one on another machine, in another pod
 * or container, and for another worker of one program.
 *
 * Two processes of one program with one service name on one machine that are no workers have the same id; whoever needs
 * them apart names one in `OTEL_RESOURCE_ATTRIBUTES` or `resource`.
 */
export function stableInstanceId(service: string, surroundings: InstanceSurroundings): string {
  const parts = [placeOf(surroundings), service, surroundings.program, workerOf(surroundings)];
  // JSON keeps the borders: ["a","bc"] is not ["ab","c"].
  return uuidV5(NAMESPACE, JSON.stringify(parts));
}

/** Where the process runs; the first that is known, the longest lived first. */
function placeOf({ env, hostName, readFile }: InstanceSurroundings): string {
  const podId = env['POD_UID'] ?? env['K8S_POD_UID'] ?? '';
  if (podId !== '') return `pod ${podId}`;
  // In Kubernetes it is the name of the pod, which outlives a container in it.
  if ((env['KUBERNETES_SERVICE_HOST'] ?? '') !== '') return `pod ${hostName}`;
  const containerId = containerIdOf(readFile('/proc/self/cgroup') ?? '', readFile('/proc/self/mountinfo') ?? '');
  if (containerId !== undefined) return `container ${containerId}`;
  const machineId = (readFile('/etc/machine-id') ?? readFile('/var/lib/dbus/machine-id') ?? '').trim();
  return machineId === '' ? `host ${hostName}` : `machine ${machineId}`;
}

/** The 64 hex digits of a container, as version 1 of control groups has them, or the mounts under version 2. */
function containerIdOf(cgroup: string, mountInfo: string): string | undefined {
  const inGroup = /[/-]([0-9a-f]{64})(?:\.scope)?$/m.exec(cgroup)?.[1];
  return inGroup ?? /\/containers\/(?:overlay-containers\/)?([0-9a-f]{64})\//.exec(mountInfo)?.[1];
}

function workerOf({ env, clusterWorkerId }: InstanceSurroundings): string {
  // pm2 numbers its instances in NODE_APP_INSTANCE, and knows each of them as pm_id.
  const number = env['NODE_APP_INSTANCE'] ?? env['pm_id'] ?? clusterWorkerId;
  return number === undefined ? '' : String(number);
}
