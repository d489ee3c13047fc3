import { basename } from 'node:path';
import type { Environment } from '@spanbridge/sdk';

/** What the environment of a program is made of. */
export interface ProgramPlan {
  readonly env: Environment;
  readonly endpoint: string;
  readonly serviceName: string | undefined;
  readonly command: readonly string[];
  /** The span of the run, in the form of W3C. */
  readonly traceparent: string;
  /** A module that registers spanbridge, for Node programs; undefined: the program traces by itself. */
  readonly registerModule: string | undefined;
}

/** Variables that would lead the spans past the backend that was asked for. */
const PER_SIGNAL = [
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
];

/** The variable says that nothing is traced; whoever runs a program to see its traces means otherwise. */
const DISABLED = 'OTEL_SDK_DISABLED';

function hasServiceName(env: Environment): boolean {
  if ((env['OTEL_SERVICE_NAME'] ?? '') !== '') return true;
  return /(^|,)\s*service\.name\s*=/.test(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
}

/** The variables of a program whose traces go to one backend. What the caller set of its own accord stays. */
export function programEnv(plan: ProgramPlan): Environment {
  const { env, endpoint, command, serviceName, registerModule } = plan;
  const dropped = new Set([...PER_SIGNAL, DISABLED, 'TRACESTATE']);
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.has(name)));
  const unlessSet = (name: string, value: string): Environment => ((env[name] ?? '') === '' ? { [name]: value } : {});
  const named = serviceName ?? (hasServiceName(env) ? undefined : basename(command[0] ?? ''));
  return {
    ...kept,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    // The local backend has no place for metrics, and exporters complain about one that refuses them.
    ...unlessSet('OTEL_METRICS_EXPORTER', 'none'),
    ...unlessSet('OTEL_LOGS_EXPORTER', 'none'),
    ...unlessSet('SPANBRIDGE_PROVISIONAL', 'marker'),
    ...(named === undefined ? {} : { OTEL_SERVICE_NAME: named }),
    TRACEPARENT: plan.traceparent,
    ...(registerModule === undefined ? {} : { NODE_OPTIONS: nodeOptions(env['NODE_OPTIONS'], registerModule) }),
  };
}

/** Node splits the variable at spaces; a URL has none. */
function nodeOptions(before: string | undefined, registerModule: string): string {
  return [before, `--import=${registerModule}`].filter((part) => part !== undefined && part !== '').join(' ');
}
