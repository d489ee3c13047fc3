import {
  BACKGROUND_CLOCK,
  createHttpTransport,
  createOtlpSender,
  type OtlpSender,
  type OtlpSpanExporterOptions,
} from '@spanbridge/otlp';
import { recoverCrashFiles } from '../crash/recover-crash-files.js';
import { within } from '../provider/within.js';
import { DEFAULT_ENDPOINT, resolveTracesUrl } from '../ship/endpoint.js';

/** What {@link beginCrashRecovery} is given. */
export interface CrashRecoveryOptions {
  /** The option `crashFile`. */
  readonly path: string;
  readonly otlp: OtlpSpanExporterOptions;
  readonly warn: (message: string) => void;
}

/** The delivery of crash files beside the program. */
export interface CrashRecovery {
  /** Lets a delivery that goes well go on for a second or this long, then ends it: the rest is for the next start. */
  end(timeoutMs: number): Promise<void>;
}

/** What a program that ends waits for spans of an earlier one: enough for 1,000 of them, and hardly noticed. */
const END_MS_MAX = 1_000;

/** How often it is looked whether the delivery has begun to fail: then there is nothing to wait for. */
const LOOK_MS = 20;

/**
 * Begins to deliver what earlier processes have left in crash files: in the background, again and again until the
 * receiver has decided, and without keeping the process alive. Each file is removed when all of its spans are decided.
 *
 * @throws SpanbridgeError for a URL or header that cannot be used
 */
export function beginCrashRecovery({ path, otlp, warn }: CrashRecoveryOptions): CrashRecovery {
  const end = new AbortController();
  const sender = createSender(otlp, warn, end.signal);
  const recovery = recoverCrashFiles({ path, deliver: (spans) => sender.send(spans), signal: end.signal, warn });
  // A transport of the program is the program's to close: its exporter has the same one.
  if (otlp.transport === undefined) void recovery.then(() => sender.close());
  return {
    end: async (timeoutMs) => {
      for (let leftMs = Math.min(timeoutMs, END_MS_MAX); leftMs > 0 && sender.state === 'open'; leftMs -= LOOK_MS) {
        if (await within(Math.min(leftMs, LOOK_MS), recovery)) break;
      }
      end.abort();
      // It has files open, and lets go of them now.
      await within(LOOK_MS, recovery);
    },
  };
}

function createSender(otlp: OtlpSpanExporterOptions, warn: (message: string) => void, signal: AbortSignal): OtlpSender {
  const { url = resolveTracesUrl(otlp.endpoint ?? DEFAULT_ENDPOINT), headers, encoding, compression, timeoutMs } = otlp;
  const { tls, transport, clock = BACKGROUND_CLOCK, random } = otlp;
  const chosen = { headers, encoding, compression, timeoutMs, tls };
  const http = { url, ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) };
  return createOtlpSender({
    ...http,
    transport: transport ?? createHttpTransport({ ...http, isBackground: true }),
    clock,
    retryForMs: Infinity,
    warn,
    signal,
    ...(random === undefined ? {} : { random }),
  });
}
