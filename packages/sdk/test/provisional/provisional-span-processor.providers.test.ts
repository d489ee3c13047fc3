import { ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, type ReadableSpan, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OtlpSpanExporter } from '@spanbridge/otlp';
import { startOtlpRecorder } from '../../../../test/support/otlp-recorder.js';
import { spansOf } from '../../../../test/support/recorded-spans.js';
import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { ProvisionalSpanProcessor } from '../../src/provisional/provisional-span-processor.js';

/** What a program does with a tracer: a span that runs for six seconds with a child that stays open. */
async function program(tracer: Tracer, clock: ReturnType<typeof createVirtualClock>): Promise<void> {
  const job = tracer.startSpan('job');
  tracer.startSpan('step', {}, trace.setSpan(ROOT_CONTEXT, job));
  await clock.advance(6_000);
  job.end();
}

const EXPECTED = ['job pending', 'step pending', 'job', 'step flushed'];

/** An exporter that remembers, also after its shutdown. */
function createRecorder(): SpanExporter & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    export: (spans, callback) => {
      told.push(...spans.map(describeSpan));
      callback({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  };
}

function describeSpan({ name, attributes }: ReadableSpan): string {
  const more = attributes['spanbridge.span.phase'] ?? attributes['spanbridge.end.cause'];
  return more === undefined ? name : `${name} ${String(more)}`;
}

describe('the processor in providers of others', () => {
  const resource = resourceFromAttributes({ 'service.name': 'shop' });

  it.each([
    ['TracerProvider of sdk-trace', TracerProvider],
    ['BasicTracerProvider of sdk-trace-base', BasicTracerProvider],
    ['NodeTracerProvider of sdk-trace-node', NodeTracerProvider],
  ])('%s', async (_name, Provider) => {
    const clock = createVirtualClock();
    const exporter = createRecorder();
    const provider = new Provider({ resource, spanProcessors: [new ProvisionalSpanProcessor({ exporter, clock })] });
    await program(provider.getTracer('app'), clock);
    await clock.runUntil(provider.shutdown());
    expect(exporter.told).toEqual(EXPECTED);
  });

  it('NodeSDK', async () => {
    const clock = createVirtualClock();
    const exporter = createRecorder();
    const processor = new ProvisionalSpanProcessor({ exporter, clock });
    const sdk = new NodeSDK({
      autoDetectResources: false,
      resource,
      spanProcessors: [processor],
      instrumentations: [],
      metricReaders: [],
    });
    sdk.start();
    try {
      await program(trace.getTracer('app'), clock);
      await clock.runUntil(sdk.shutdown());
    } finally {
      trace.disable();
    }
    expect(exporter.told).toEqual(EXPECTED);
    expect(processor.ledger()).toMatchObject({ started: 2, ended: 1, unfinished: 1, faults: 0 });
  });

  it('an exporter of the SDK that keeps spans', async () => {
    const clock = createVirtualClock();
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({
      resource,
      spanProcessors: [new ProvisionalSpanProcessor({ exporter, clock })],
    });
    await program(provider.getTracer('app'), clock);
    await provider.forceFlush();
    expect(exporter.getFinishedSpans().map(describeSpan)).toEqual(['job pending', 'step pending', 'job']);
  });

  it.each([
    ['the stock OTLP exporter', (url: string) => new OTLPTraceExporter({ url })],
    ['our OTLP exporter', (url: string) => new OtlpSpanExporter({ url, warn: () => undefined })],
  ])('%s delivers what it is given', async (_name, createExporter) => {
    const recorder = await startOtlpRecorder();
    try {
      const clock = createVirtualClock();
      const exporter = createExporter(`${recorder.url}/v1/traces`);
      const provider = new TracerProvider({
        resource,
        spanProcessors: [new ProvisionalSpanProcessor({ exporter, clock })],
      });
      const tracer = provider.getTracer('app');
      const job = tracer.startSpan('job');
      await clock.advance(6_000);
      await provider.forceFlush();
      job.end();
      tracer.startSpan('stays');
      await clock.runUntil(provider.shutdown());
      const spans = spansOf(recorder.requests);
      expect(spans.map(({ name }) => name)).toEqual(['job', 'job', 'stays']);
      expect(spans[0]?.parentSpanId).toBe(job.spanContext().spanId);
      expect(spans[1]?.spanId).toBe(job.spanContext().spanId);
    } finally {
      await recorder.close();
    }
  });

  it('a resource whose detectors take their time is whole in every span', async () => {
    const clock = createVirtualClock();
    let found: (zone: string) => void = () => undefined;
    const zone = new Promise<string>((resolve) => (found = resolve));
    const exporter = createRecorder();
    const zones: unknown[] = [];
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'cloud.zone': zone }),
      spanProcessors: [
        new ProvisionalSpanProcessor({
          clock,
          provisional: 'anchor',
          exporter: {
            ...exporter,
            export: (spans, callback) => {
              zones.push(...spans.map((span) => span.resource.attributes['cloud.zone']));
              callback({ code: ExportResultCode.SUCCESS });
            },
          },
        }),
      ],
    });
    provider.getTracer('app').startSpan('work').end();
    await clock.advance(2_000);
    expect(zones).toEqual([]);
    found('a');
    await clock.runUntil(provider.shutdown());
    expect(zones).toEqual(['a', 'a']);
  });
});
