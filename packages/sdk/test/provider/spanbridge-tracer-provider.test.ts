import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { SpanbridgeTracerProvider } from '../../src/provider/spanbridge-tracer-provider.js';

describe('SpanbridgeTracerProvider', () => {
  it('delivers ended spans, and those in flight as unfinished at its shutdown', async () => {
    const exporter = new InMemorySpanExporter();
    // A shutdown of this one forgets.
    exporter.shutdown = () => Promise.resolve();
    const provider = new SpanbridgeTracerProvider({ exporter });
    const tracer = provider.getTracer('test');
    tracer.startSpan('ended').end();
    tracer.startSpan('open');
    expect(provider.counts()).toMatchObject({ started: 2, open: 1 });
    await provider.forceFlush(1_000);
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['ended']);
    await provider.shutdown(1_000);
    await provider.shutdown(1_000);
    const [, open] = exporter.getFinishedSpans();
    expect(open?.attributes).toEqual({ 'partial.gc': true, 'spanbridge.end.cause': 'flushed' });
    expect(provider.ledger()).toMatchObject({ taken: 2, accepted: 2 });
  });

  it('the application runs on when its sampler and its processor throw, and is told once of each (F42)', async () => {
    const warnings: string[] = [];
    const exporter = new InMemorySpanExporter();
    const broken = (): never => {
      throw new Error('broken');
    };
    const provider = new SpanbridgeTracerProvider({
      exporter,
      sampler: { shouldSample: broken, toString: () => 'broken' },
      spanProcessors: [{ onStart: broken, onEnd: broken, forceFlush: broken, shutdown: broken }],
      warn: (message) => warnings.push(message),
    });
    for (let index = 0; index < 100; index += 1) provider.getTracer('test').startSpan(`s${index}`).end();
    await provider.forceFlush();
    expect(exporter.getFinishedSpans()).toHaveLength(100);
    expect(warnings.map((message) => /function (\w+)/.exec(message)?.[1] ?? message.split(' ')[1])).toEqual([
      'shouldSample',
      'onStart',
      'onEnd',
      'forceFlush',
    ]);
  });

  it('a processor of the application that never answers holds neither a flush nor a shutdown for ever', async () => {
    const warnings: string[] = [];
    const never = (): Promise<void> => new Promise(() => undefined);
    const exporter = new InMemorySpanExporter();
    const provider = new SpanbridgeTracerProvider({
      exporter,
      spanProcessors: [{ onStart: () => undefined, onEnd: () => undefined, forceFlush: never, shutdown: never }],
      warn: (message) => warnings.push(message),
    });
    provider.getTracer('test').startSpan('ended').end();
    await expect(provider.forceFlush(10)).rejects.toThrow(
      'A span processor of the application did not flush within 10 ms.',
    );
    expect(exporter.getFinishedSpans()).toHaveLength(1);
    await provider.shutdown(10);
    expect(warnings).toEqual(['The shutdown of tracing was not done within 260 ms.']);
  });
});
