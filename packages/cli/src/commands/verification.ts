import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { VerifyResult } from '@spanbridge/sdk';
import { cliError } from '../errors.js';
import type { Host } from '../host.js';
import { type DeliverySettings, deliveryOptions, endpointsOf } from './delivery-options.js';

/** The settings that reading back looks at. */
export interface VerificationSettings extends DeliverySettings {
  readonly verify?: boolean;
  readonly verifyBackend?: string;
}

/** What was read back from one backend. */
export interface BackendVerdict {
  /** Where the spans had been sent. */
  readonly tracesUrl: string;
  readonly result: VerifyResult;
}

/** Remembers what backends accept, to read it back at the end. */
export interface Verification {
  readonly onAccepted: (span: ReadableSpan) => void;
  /** Reads back from every backend; one after the other, in their order. */
  verify(): Promise<readonly BackendVerdict[]>;
}

/**
 * The verification of a run; undefined when nobody asked for one.
 *
 * @throws SpanbridgeError when one address is named to read back from several backends
 */
export function openVerification(settings: VerificationSettings, host: Host): Verification | undefined {
  const { verify = false, verifyBackend } = settings;
  if (!verify) return undefined;
  const endpoints = endpointsOf(settings);
  if (verifyBackend !== undefined && endpoints.length > 1) {
    throw cliError('INVALID_OPTION', '--verify-backend names one backend, and there are several --endpoint.');
  }
  const { services, interrupt } = host;
  const collector = services.createDeliveryCollector();
  const { headers, tls } = deliveryOptions(settings);
  return {
    onAccepted: (span) => {
      collector.add(span);
    },
    verify: async () => {
      const verdicts: BackendVerdict[] = [];
      for (const tracesUrl of endpoints) {
        const result = await services.verifyAtBackend(collector, {
          tracesUrl,
          signal: interrupt,
          ...(verifyBackend === undefined ? {} : { verifyBackend }),
          ...(headers === undefined ? {} : { headers }),
          ...(tls === undefined ? {} : { tls }),
        });
        verdicts.push({ tracesUrl, result });
      }
      return verdicts;
    },
  };
}
