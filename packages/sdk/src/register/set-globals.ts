import {
  context,
  type ContextManager,
  propagation,
  type TextMapPropagator,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import { loadedModules, packageVersionOf } from './loaded-modules.js';
import { type ApiRecord, apiFiles, describeApiCopies, describeOtherProvider } from './other-provider.js';

/** What is registered with the API. */
export interface Globals {
  /** Undefined leaves the one of the API, which makes no spans. */
  readonly provider: TracerProvider | undefined;
  readonly context: ContextManager;
  readonly propagator: TextMapPropagator;
}

/** Registers with the OpenTelemetry API, and tells who was there before, or cannot see it. */
export function setGlobals(globals: Globals, warn: (message: string) => void): void {
  const modules = loadedModules();
  const other = describeOtherProvider(apiRecord(), modules);
  if (other !== undefined && globals.provider !== undefined) warn(other);
  // The API tells of a refusal at length, with a trace of the stack; one sentence is enough.
  if (globals.provider !== undefined && other === undefined && !trace.setGlobalTracerProvider(globals.provider)) {
    warn(describeRefusal());
  }
  const record = apiRecord() as { context?: unknown; propagation?: unknown } | undefined;
  if (record?.context === undefined) context.setGlobalContextManager(globals.context);
  else warn('Another context manager is registered with the OpenTelemetry API already, and is used.');
  if (record?.propagation === undefined) propagation.setGlobalPropagator(globals.propagator);
  else warn('Another propagator is registered with the OpenTelemetry API already, and is used.');
  const copies = apiFiles(modules).map((filename) => ({ filename, version: packageVersionOf(filename) }));
  for (const message of describeApiCopies(apiRecord(), copies)) warn(message);
}

function apiRecord(): ApiRecord | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('opentelemetry.js.api.1')] as ApiRecord | undefined;
}

function describeRefusal(): string {
  const first = apiRecord()?.version ?? 'unknown';
  const remedy = 'Let the program have one copy of @opentelemetry/api (npm ls @opentelemetry/api)';
  return `The OpenTelemetry API refused the tracer provider: version ${first} was loaded first, not ours. ${remedy}.`;
}
