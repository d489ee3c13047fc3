// Reads `__tracer_meta__` JSON lines, draws their traces in the terminal, and sends them where the environment says.
//
//   node import.mjs [FILE]          default: orders.jsonl beside this program
//
// Every span here is an OpenTelemetry ReadableSpan, so that any exporter of OpenTelemetry takes it.
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { renderWaterfall } from '@spanbridge/analysis';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';

/** Lines of a log that are not JSON are told and passed over; one bad line must not cost the others. */
function parseLines(text) {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line)];
    } catch {
      console.error(`Line ${index + 1} is not JSON and is left out.`);
      return [];
    }
  });
}

/** Sends spans with the exporter of OpenTelemetry itself, which reads its address and headers from the environment. */
async function send(spans) {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const exporter = new OTLPTraceExporter();
  const result = await new Promise((resolve) => exporter.export(spans, resolve));
  await exporter.shutdown();
  if (result.error !== undefined) throw result.error;
}

const file = process.argv[2] ?? new URL('orders.jsonl', import.meta.url);
const spans = importTracerMeta(parseLines(await readFile(file, 'utf8')), {
  serviceName: 'order-service',
  onRejected: ({ reason, detail }, index) => console.error(`Record ${index + 1} is rejected: ${reason}. ${detail}`),
});
process.stdout.write(renderWaterfall(spans, { width: process.stdout.columns ?? 80 }));

const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = process.env;
if (OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) {
  try {
    await send(spans);
    console.error(`Sent ${spans.length} spans.`);
  } catch (error) {
    console.error(`The spans were not sent: ${error.message}`);
    process.exitCode = 1;
  }
}
