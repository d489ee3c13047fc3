import { context, propagation, trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { AsyncContext } from '../../src/context/async-context.js';
import { createPropagator } from '../../src/context/composite-propagator.js';
import { setGlobals } from '../../src/register/set-globals.js';

const KEY = Symbol.for('opentelemetry.js.api.1');

afterEach(() => {
  for (const api of [trace, context, propagation]) api.disable();
  Reflect.deleteProperty(globalThis, KEY);
});

function set(): string[] {
  const warnings: string[] = [];
  const globals = {
    provider: new TracerProvider(),
    context: new AsyncContext(),
    propagator: createPropagator(['baggage']),
  };
  setGlobals(globals, (message) => warnings.push(message));
  return warnings;
}

describe('setGlobals', () => {
  it('registers all three, without a word', () => {
    expect(set()).toEqual([]);
    expect(propagation.fields()).toEqual(['baggage']);
  });

  it('tells of everything that was there before, and leaves it', () => {
    set();
    const again = set();
    expect(again).toHaveLength(3);
    expect(again[0]).toContain('Another tracer provider');
    expect(again[1]).toContain('Another context manager');
    expect(again[2]).toContain('Another propagator');
  });

  it('tells when the API refuses because another version of it came first', () => {
    (globalThis as Record<symbol, unknown>)[KEY] = { version: '1.0.0' };
    const [refused] = set();
    expect(refused).toContain('version 1.0.0 was loaded first, not ours');
  });
});
