import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace';
import { SpanbridgeError } from '@spanbridge/core';
import { OtlpSpanExporter, type OtlpSpanExporterOptions } from '@spanbridge/otlp';
import { SDK_ERROR_CODES } from '../errors.js';
import { ExporterQueue } from '../provider/exporter-queue.js';
import { type FinalTaker, isFinalTaker } from '../provider/final-taker.js';
import { LateSpool } from '../provider/late-spool.js';
import { LazyExporter } from '../provider/lazy-exporter.js';
import { OtlpLinesExporter } from '../provider/stdout-exporter.js';
import { resolveTracesUrl, DEFAULT_ENDPOINT } from '../ship/endpoint.js';
import type { RegisterConfig } from './settle-config.js';

/** The name of the one destination of the spool of a program. */
const DESTINATION = 'traces';

/** What the option `exporter` may name. */
const EXPORTER_NAMES: readonly string[] = ['otlp', 'stock', 'console', 'otlp/stdout', 'none'];

/**
 * Creates what takes the spans of a registration; undefined when they go nowhere.
 *
 * @throws SpanbridgeError for an exporter, or an option of it, that cannot be used
 */
export function createExporter(config: RegisterConfig, warn: (message: string) => void): FinalTaker | undefined {
  const { exporter } = config;
  checkExporter(exporter);
  if (exporter === 'none') return undefined;
  if (exporter === 'otlp') return createOtlpExporter(config, warn);
  if (config.spool !== undefined) warn('The spool is for the exporter "otlp"; with another one it is not used.');
  if (isFinalTaker(exporter)) return exporter;
  const { queueMax, batchMax, ...batch } = config.otel.batch;
  const wrapped = typeof exporter === 'object' ? exporter : createNamed(exporter, config.otlp);
  const { beforeSend: beforeExport } = config.otlp;
  const sizes = { queueSpansMax: queueMax, batchSpansMax: batchMax };
  return new ExporterQueue({ exporter: wrapped, warn, beforeExport, ...batch, ...sizes });
}

function checkExporter(exporter: unknown): void {
  const isNamed = typeof exporter === 'string' && EXPORTER_NAMES.includes(exporter);
  const isObject = typeof exporter === 'object' && exporter !== null && ('export' in exporter || 'add' in exporter);
  if (isNamed || isObject) return;
  const shown = typeof exporter === 'string' ? JSON.stringify(exporter) : 'no exporter';
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_OPTION,
    `The option exporter of register() is ${shown}. Give one of ${EXPORTER_NAMES.join(', ')}, or an exporter.`,
  );
}

function createOtlpExporter({ otlp, spool: directory }: RegisterConfig, warn: (message: string) => void): FinalTaker {
  if (directory === undefined) return new OtlpSpanExporter({ warn, ...otlp });
  // A URL or header that cannot be used is to be told before a directory is made.
  const spool = new LateSpool({
    directory,
    destination: DESTINATION,
    onDrop: (drop) => {
      exporter.noteSpoolDrop(drop);
    },
    onOpen: (pendingSpans) => {
      exporter.noteRecovered(pendingSpans);
    },
    warn,
  });
  const exporter: OtlpSpanExporter = new OtlpSpanExporter({ warn, ...otlp, spool, spoolDestination: DESTINATION });
  return exporter;
}

function createNamed(name: 'stock' | 'console' | 'otlp/stdout', otlp: OtlpSpanExporterOptions): SpanExporter {
  switch (name) {
    case 'stock':
      return new LazyExporter(() => loadStock(otlp));
    case 'console':
      return new ConsoleSpanExporter();
    case 'otlp/stdout':
      return new OtlpLinesExporter((line) => process.stdout.write(line));
  }
}

async function loadStock(otlp: OtlpSpanExporterOptions): Promise<SpanExporter> {
  const name = '@opentelemetry/exporter-trace-otlp-http';
  const stock = await import('@opentelemetry/exporter-trace-otlp-http').catch((error: unknown) => {
    throw new Error(`"${name}" cannot be loaded. Install it, or use the exporter "otlp". ${String(error)}`);
  });
  const { url = resolveTracesUrl(DEFAULT_ENDPOINT), headers = {}, timeoutMs = STOCK_TIMEOUT_MS } = otlp;
  return new stock.OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs });
}

/** The default of the specification. */
const STOCK_TIMEOUT_MS = 10_000;
