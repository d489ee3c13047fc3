// A program that has OpenTelemetry's NodeSDK already. What spanbridge adds is marked.
import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OtlpSpanExporter } from '@spanbridge/otlp'; // added
import { ProvisionalSpanProcessor } from '@spanbridge/sdk'; // added
import { setTimeout as delay } from 'node:timers/promises';

const sdk = new NodeSDK({
  serviceName: 'billing',
  // Before: traceExporter: new OTLPTraceExporter(). One or the other: with both, each span would arrive twice.
  spanProcessors: [
    new ProvisionalSpanProcessor({
      exporter: new OtlpSpanExporter({
        endpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318',
        shutdownTimeoutMs: 5_000, // what the program may wait at its end for a backend that does not answer
        warn: console.error,
      }),
      provisional: 'marker',
      provisionalMinAgeMs: 300,
    }),
  ],
});
sdk.start();

const tracer = trace.getTracer('node-sdk');

await tracer.startActiveSpan('bill customers', async (run) => {
  for (const customer of ['ada', 'grace', 'edsger']) {
    await tracer.startActiveSpan(`bill ${customer}`, async (span) => {
      await delay(customer === 'grace' ? 600 : 100);
      span.end();
    });
  }
  run.end();
});

await sdk.shutdown();
