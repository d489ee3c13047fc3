import { toTracesData } from '@spanbridge/otlp';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type ExportCallback = Parameters<SpanExporter['export']>[1];

/** Success in the numbers of the SDK; its enum would be a value of one of its lines. */
const SUCCESS = { code: 0 } as unknown as Parameters<ExportCallback>[0];

/** Writes spans as OTLP JSON lines, one `TracesData` a line: the exporter `otlp/stdout` of OpenTelemetry. */
export class OtlpLinesExporter implements SpanExporter {
  constructor(private readonly write: (line: string) => void) {}

  export(spans: ReadableSpan[], callback: ExportCallback): void {
    this.write(`${JSON.stringify(toTracesData(spans))}\n`);
    callback(SUCCESS);
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
