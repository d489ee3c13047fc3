import { createHttpTransport } from '../transport/http-transport.js';
import { toTracesUrl, type OtlpSpanExporterOptions } from './exporter-options.js';
import { OtlpSpanExporter } from './otlp-span-exporter.js';

/** The exporter of Node: over HTTP/1.1 with kept-alive connections, unless another transport is handed in. */
export class HttpSpanExporter extends OtlpSpanExporter {
  /** Throws a `SpanbridgeError` for a URL, header or number that cannot be used. Begins to send what is spooled. */
  constructor(options: OtlpSpanExporterOptions = {}) {
    const { transport } = options;
    super({
      ...options,
      transport: transport ?? createHttpTransport({ ...options, url: toTracesUrl(options), isBackground: true }),
    });
  }
}
