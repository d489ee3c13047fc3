import { type Context, diag, type TextMapGetter, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import type { PropagatorName } from '../config/otel-env.js';
import { BaggagePropagator } from './baggage-propagator.js';
import { TraceContextPropagator } from './trace-context-propagator.js';

/** Several propagators as one. One that throws keeps no other from its work. */
export class CompositePropagator implements TextMapPropagator {
  constructor(private readonly propagators: readonly TextMapPropagator[]) {}

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    for (const propagator of this.propagators) {
      attempt('write', undefined, () => {
        propagator.inject(context, carrier, setter);
      });
    }
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    let extracted = context;
    for (const propagator of this.propagators) {
      extracted = attempt('read', extracted, () => propagator.extract(extracted, carrier, getter));
    }
    return extracted;
  }

  fields(): string[] {
    return [...new Set(this.propagators.flatMap((propagator) => propagator.fields()))];
  }
}

/** The propagators of these names, in their order. */
export function createPropagator(names: readonly PropagatorName[]): CompositePropagator {
  return new CompositePropagator(
    names.map((name) => (name === 'tracecontext' ? new TraceContextPropagator() : new BaggagePropagator())),
  );
}

/** Each carrier is another request of the application, so this is said at the level of details. */
function attempt<T>(what: string, fallback: T, work: () => T): T {
  try {
    return work();
  } catch (error) {
    diag.debug(`A propagator could not ${what} its headers: ${String(error)}`);
    return fallback;
  }
}
