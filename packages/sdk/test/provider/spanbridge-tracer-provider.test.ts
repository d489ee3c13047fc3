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
});
