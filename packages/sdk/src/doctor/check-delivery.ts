import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTraces, type ExportResponse, type OtlpEncoding, type OtlpTransport } from '@spanbridge/otlp';
import { type Finding, fine } from './finding.js';

/** What became of the probe span. */
export interface DeliveryCheck {
  readonly isTaken: boolean;
  readonly findings: readonly Finding[];
}

function fault(message: string, remedy: string): Finding {
  return { check: 'delivery', level: 'fault', message, remedy };
}

function findingOf(response: ExportResponse): Finding {
  switch (response.status) {
    case 'success':
      return response.warning === undefined
        ? fine('delivery', 'A probe span was taken.')
        : { check: 'delivery', level: 'note', message: `A probe span was taken: ${response.warning}`, remedy: '' };
    case 'partial':
      return fault(`The probe span was refused: ${response.message}`, 'Look at the log of the receiver.');
    case 'retryable':
    case 'failure':
      return fault(response.fault?.message ?? response.detail, response.fault?.remedy ?? '');
  }
}

/** Sends one span, once, and says what the receiver made of it. */
export async function checkDelivery(
  span: ReadableSpan,
  transport: OtlpTransport,
  encoding: OtlpEncoding,
): Promise<DeliveryCheck> {
  const response = await transport.send(encodeTraces([span], encoding));
  return { isTaken: response.status === 'success', findings: [findingOf(response)] };
}
