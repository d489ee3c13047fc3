/* global document, location, URLSearchParams */
// A web page that sends spans: its own, made with OpenTelemetry's tracer, and those of pasted `__tracer_meta__` lines.
// `?endpoint=http://127.0.0.1:4318` in the address of the page says where they go to.
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { OtlpSpanExporter } from '@spanbridge/otlp/fetch';

const told = document.querySelector('#told');
const tell = (text) => (told.textContent += `${text}\n`);

const endpoint = new URLSearchParams(location.search).get('endpoint') ?? 'http://127.0.0.1:4318';
const exporter = new OtlpSpanExporter({ endpoint, warn: tell });
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'web-shop' }),
  // The exporter makes the batches itself, and sends what waits when the page is left.
  spanProcessors: [new SimpleSpanProcessor({ exporter })],
});
const tracer = provider.getTracer('browser-page');

document.querySelector('#order').addEventListener('click', () => {
  const order = tracer.startSpan('place order', { attributes: { 'order.items': 2 } });
  const inOrder = trace.setSpan(ROOT_CONTEXT, order);
  tracer.startSpan('check cart', {}, inOrder).end();
  const payment = tracer.startSpan('pay', {}, inOrder);
  payment.setStatus({ code: SpanStatusCode.ERROR, message: 'card declined' });
  payment.end();
  order.end();
  tell('Made 3 spans.');
});

document.querySelector('#import').addEventListener('click', async () => {
  const spans = importTracerMeta(parseLines(document.querySelector('#lines').value), {
    serviceName: 'order-service',
    onRejected: ({ reason }, index) => tell(`Record ${index + 1} is rejected: ${reason}.`),
  });
  exporter.export(spans, () => {});
  try {
    await exporter.forceFlush(5_000);
    tell(`Sent ${spans.length} spans.`);
  } catch (error) {
    tell(error.message);
  }
});

/** One bad line must not cost the others. */
function parseLines(text) {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line)];
    } catch {
      tell(`Line ${index + 1} is not JSON and is left out.`);
      return [];
    }
  });
}
