import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type ExportCallback = Parameters<SpanExporter['export']>[1];

type ExportResult = Parameters<ExportCallback>[0];

/** An exporter whose package is loaded with the first batch, because not every program has installed it. */
export class LazyExporter implements SpanExporter {
  private loading: Promise<SpanExporter> | undefined;

  constructor(private readonly load: () => Promise<SpanExporter>) {}

  export(spans: ReadableSpan[], callback: ExportCallback): void {
    this.exporter().then(
      (exporter) => {
        exporter.export(spans, callback);
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error : new Error(String(error));
        const failed: unknown = { code: 1, error: reason };
        callback(failed as ExportResult);
      },
    );
  }

  async forceFlush(): Promise<void> {
    if (this.loading !== undefined) await (await this.loading).forceFlush?.();
  }

  async shutdown(): Promise<void> {
    if (this.loading !== undefined) await (await this.loading).shutdown();
  }

  private exporter(): Promise<SpanExporter> {
    return (this.loading ??= this.load());
  }
}
