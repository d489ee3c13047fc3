import { createFetchTransport, KEEPALIVE_BYTES_MAX } from '../transport/fetch-transport.js';
import { toTracesUrl, type OtlpSpanExporterOptions } from './exporter-options.js';
import { OtlpSpanExporter } from './otlp-span-exporter.js';

/** Options of a {@link FetchSpanExporter}. */
export interface FetchSpanExporterOptions extends Omit<OtlpSpanExporterOptions, 'tls' | 'spool' | 'spoolDestination'> {
  /** Default: the `fetch` of the environment. */
  readonly fetch?: typeof fetch;
  /** Sends what waits when the page is hidden or left. Default true; without a page it means nothing. */
  readonly isFlushedOnHide?: boolean;
}

/** Room for the difference between an estimated and an encoded request. */
const KEEPALIVE_SLACK_BYTES = 16 * 1024;

/** Requests that may outlive the page, unless larger ones are asked for. */
const BATCH_BYTES_DEFAULT = KEEPALIVE_BYTES_MAX - KEEPALIVE_SLACK_BYTES;

/** The part of a page that tells when it is hidden or left. */
interface PageEvents {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/**
 * The exporter of web pages: over `fetch`, without a spool. When the page is hidden or left, everything that waits
 * leaves at once; of that, 64 KiB at most survive the page, which is what browsers grant. Nothing of it needs Node.
 */
export class FetchSpanExporter extends OtlpSpanExporter {
  private readonly pages: readonly (readonly [PageEvents, string])[];

  private readonly flushNow = (): void => {
    // Rejects when the deadline passes, of which the ledger and the first warning tell as well.
    void this.forceFlush().catch(() => undefined);
  };

  /** Throws a `SpanbridgeError` for a URL, header or number that cannot be used. */
  constructor(options: FetchSpanExporterOptions = {}) {
    const { transport, batchBytesMax = BATCH_BYTES_DEFAULT, isFlushedOnHide = true } = options;
    super({
      ...options,
      batchBytesMax,
      transport: transport ?? createFetchTransport({ ...options, url: toTracesUrl(options) }),
    });
    this.pages = isFlushedOnHide ? pageEvents() : [];
    for (const [page, type] of this.pages) page.addEventListener(type, this.flushNow);
  }

  override shutdown(timeoutMs?: number): Promise<void> {
    for (const [page, type] of this.pages) page.removeEventListener(type, this.flushNow);
    return super.shutdown(timeoutMs);
  }
}

/** Phones hide a page without ever leaving it; older browsers leave it without hiding it first. */
function pageEvents(): readonly (readonly [PageEvents, string])[] {
  if (typeof document === 'undefined' || typeof addEventListener !== 'function') return [];
  return [
    [document, 'visibilitychange'],
    [globalThis, 'pagehide'],
  ];
}
