import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { SpanbridgeTracerProvider } from '../../src/provider/spanbridge-tracer-provider.js';
import { ActiveRegistration, DisabledRegistration } from '../../src/register/registration.js';

function active(): { registration: ActiveRegistration; ended: number[]; stopped: jest.Mock } {
  const provider = new SpanbridgeTracerProvider({ exporter: new InMemorySpanExporter() });
  const ended: number[] = [];
  const registration = new ActiveRegistration(provider, {
    hasFiles: false,
    shutdownTimeoutMs: 1_000,
    endRecovery: (timeoutMs) => {
      ended.push(timeoutMs);
      return Promise.resolve();
    },
  });
  const stopped = jest.fn();
  registration.watchedBy(stopped);
  return { registration, ended, stopped };
}

describe('ActiveRegistration', () => {
  it('needs a shutdown only while spans are open', () => {
    const { registration } = active();
    expect(registration.needsShutdown).toBe(false);
    const span = registration.provider.getTracer('test').startSpan('open');
    expect(registration.needsShutdown).toBe(true);
    span.end();
    expect(registration.needsShutdown).toBe(false);
    expect(registration.counts()).toEqual({ taken: 1, pending: 1 });
  });

  it('ends the recovery with what is left of the deadline, and then stops watching', async () => {
    const { registration, ended, stopped } = active();
    await registration.shutdown(500);
    expect(ended).toHaveLength(1);
    expect(ended[0]).toBeLessThanOrEqual(500);
    expect(stopped).toHaveBeenCalledTimes(1);
  });
});

describe('what is taken out of a registration', () => {
  it('works by itself, as the README takes it', async () => {
    const { registration, stopped } = active();
    const { provider, forceFlush, shutdown, ledger } = registration;
    provider.getTracer('test').startSpan('made').end();
    await forceFlush();
    expect(ledger()).toMatchObject({ taken: 1, accepted: 1 });
    await shutdown(500);
    expect(stopped).toHaveBeenCalledTimes(1);
  });
});

describe('DisabledRegistration', () => {
  it('makes no spans and counts none', async () => {
    const registration = new DisabledRegistration();
    expect(registration.provider.getTracer('test').startSpan('none').isRecording()).toBe(false);
    await registration.forceFlush();
    await registration.shutdown();
    expect(registration.ledger()).toMatchObject({ taken: 0, dropped: 0 });
  });
});
