export { type OtlpEncoding, CONTENT_TYPES } from './codec/encoding.js';
export { encodeTraces } from './codec/encode-traces.js';
export type { ExporterLedger, ExportOutcome, DropReason } from './delivery/exporter-ledger.js';
export { FetchSpanExporter as OtlpSpanExporter } from './delivery/fetch-span-exporter.js';
export type { FetchSpanExporterOptions as OtlpSpanExporterOptions } from './delivery/fetch-span-exporter.js';
export type { ExportResponse, OtlpTransport } from './transport/export-response.js';
export { createFetchTransport, KEEPALIVE_BYTES_MAX, type FetchTransportOptions } from './transport/fetch-transport.js';
