import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer } from '../support/http.js';
import { sketchSpan, TRACE_A, toSpanId } from '../support/spans.js';

let server: RunningServer;

beforeEach(async () => {
  server = await openServer();
});
afterEach(closeServers);

const SPANS = [
  sketchSpan({ spanId: toSpanId(1), name: 'root', attributes: { text: 'ü', count: 3, ratio: 0.5, list: ['a', 'b'] } }),
  sketchSpan({ spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'child', isError: true }),
];

type StockExporter = InstanceType<typeof JsonExporter> | InstanceType<typeof ProtobufExporter>;

function exportSpans(exporter: StockExporter, spans: ReadableSpan[]): Promise<number> {
  return new Promise((resolve) => {
    exporter.export(spans, ({ code }) => {
      resolve(code);
    });
  });
}

describe('the stock exporters of OpenTelemetry', () => {
  it.each([
    ['exporter-trace-otlp-http', JsonExporter, 'none'],
    ['exporter-trace-otlp-http', JsonExporter, 'gzip'],
    ['exporter-trace-otlp-proto', ProtobufExporter, 'none'],
    ['exporter-trace-otlp-proto', ProtobufExporter, 'gzip'],
  ])('%s delivers (%p, compression %s)', async (_, Exporter, compression) => {
    // Its enum of two strings is exported by a package that is not a dependency here.
    const exporter = new Exporter({ url: `${server.url}/v1/traces`, compression: compression as never });
    expect(await exportSpans(exporter, SPANS)).toBe(0);
    await exporter.shutdown();
    const stored = (await server.traces.read(TRACE_A))?.spans ?? [];
    expect(stored.map(({ name }) => name)).toEqual(['root', 'child']);
    expect({ ...stored[0]?.attributes }).toEqual({ text: 'ü', count: 3, ratio: 0.5, list: ['a', 'b'] });
    expect(stored[1]?.parentSpanContext?.spanId).toBe(toSpanId(1));
    expect(stored[1]?.status.code).toBe(2);
  });

  it('both encodings of the same spans are one content: the second delivery is a resend', async () => {
    const url = `${server.url}/v1/traces`;
    expect(await exportSpans(new JsonExporter({ url }), SPANS)).toBe(0);
    expect(await exportSpans(new ProtobufExporter({ url }), SPANS)).toBe(0);
    expect(server.traces.counts()).toMatchObject({ spansStored: 2, spansDuplicate: 2 });
  });
});
