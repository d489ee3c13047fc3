import { context, diag, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { forgetRegistration } from '../../src/register/one-registration.js';
import type { RegisterOptions, Registration } from '../../src/register/register-options.js';
import { register } from '../../src/register/register.js';

const PARENT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

let warnings: string[];
let exporter: InMemorySpanExporter;
let registrations: Registration[];
const variables = { ...process.env };

beforeEach(() => {
  warnings = [];
  registrations = [];
  exporter = new InMemorySpanExporter();
});

afterEach(async () => {
  for (const registration of registrations) await registration.shutdown();
  forgetRegistration();
  for (const api of [trace, context, propagation, diag]) api.disable();
  process.env = { ...variables };
});

function registered(options: RegisterOptions = {}): Registration {
  const registration = register({ exporter, warn: (message) => warnings.push(message), ...options });
  registrations.push(registration);
  return registration;
}

describe('register', () => {
  it('makes the spans of the API arrive, with parents, resource and account', async () => {
    const registration = registered({ serviceName: 'shop' });
    const tracer = trace.getTracer('test');
    await tracer.startActiveSpan('outer', async (outer) => {
      await Promise.resolve();
      tracer.startSpan('inner').end();
      outer.end();
    });
    await registration.forceFlush();
    const [inner, outer] = exporter.getFinishedSpans();
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(inner?.resource.attributes).toMatchObject({ 'service.name': 'shop' });
    expect(registration.ledger()).toMatchObject({ taken: 2, accepted: 2 });
    expect(warnings).toEqual([]);
  });

  it('answers the same registration again', () => {
    const options = { serviceName: 'shop' };
    expect(registered(options)).toBe(registered(options));
    expect(warnings).toEqual([]);
    registered({ serviceName: 'other' });
    expect(warnings).toHaveLength(1);
  });

  it('takes the span of the environment for the parent of what has no other', async () => {
    process.env['TRACEPARENT'] = `00-${PARENT.traceId}-${PARENT.spanId}-01`;
    const registration = registered();
    trace.getTracer('test').startSpan('child').end();
    await registration.forceFlush();
    expect(exporter.getFinishedSpans()[0]?.parentSpanContext).toMatchObject({ ...PARENT, isRemote: true });
  });

  it('makes no spans when it is disabled, and still carries contexts on', async () => {
    process.env['OTEL_SDK_DISABLED'] = 'true';
    const registration = registered();
    const span = trace.getTracer('test').startSpan('none');
    expect([span.isRecording(), registration.provider.getTracer('x').startSpan('y').isRecording()]).toEqual([
      false,
      false,
    ]);
    const carrier = {};
    const parent = trace.setSpanContext(ROOT_CONTEXT, { ...PARENT, traceFlags: 1 });
    propagation.inject(parent, carrier);
    expect(carrier).toEqual({ traceparent: `00-${PARENT.traceId}-${PARENT.spanId}-01` });
    await registration.forceFlush();
    expect(registration.ledger()).toMatchObject({ taken: 0 });
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('samples as the variables say', async () => {
    process.env['OTEL_TRACES_SAMPLER'] = 'always_off';
    const registration = registered();
    trace.getTracer('test').startSpan('none').end();
    await registration.forceFlush();
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('tells of a provider that was there before, and leaves it', () => {
    class EarlierProvider {
      getTracer(): never {
        throw new Error('earlier');
      }
    }
    trace.setGlobalTracerProvider(new EarlierProvider());
    registered();
    expect(warnings[0]).toContain('EarlierProvider');
    expect(() => trace.getTracer('x').startSpan('y')).toThrow('earlier');
  });

  it('tells each variable that it cannot use, once', () => {
    process.env['OTEL_BSP_SCHEDULE_DELAY'] = 'soon';
    process.env['SPANBRIDGE_PROVISIONAL'] = 'maybe';
    registered();
    expect(warnings.map((message) => message.split(' ')[0])).toEqual([
      'OTEL_BSP_SCHEDULE_DELAY',
      'SPANBRIDGE_PROVISIONAL',
    ]);
  });

  it('stops watching the process when it is shut down', async () => {
    const before = process.listenerCount('SIGTERM');
    const registration = registered();
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    await registration.shutdown();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
