import { encodingOfContentType, type OtlpEncoding } from '../codec/encoding.js';
import { decodeExportResponse, decodeStatus } from '../codec/export-response.js';
import { SIGNAL_NOUNS, type OtlpSignal } from '../codec/signal.js';
import { addressOf, faultText, type DeliveryFault } from './delivery-fault.js';
import { explainStatusFault } from './status-fault.js';
import type { ExportResponse } from './export-response.js';
import { toPrintable } from './printable.js';

/** The statuses after which the same request may be sent again (OTLP specification, "Retryable Response Codes"). */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** An HTTP answer as far as it was read. */
export interface HttpAnswer {
  readonly httpStatus: number;
  readonly contentType: string | undefined;
  /** The whole body; undefined when it was cut off or larger than allowed. */
  readonly body: Uint8Array | undefined;
  /** The wait that the receiver asked for. */
  readonly retryAfterMs: number | undefined;
}

/** What the answer answers. */
export interface AnsweredRequest {
  /** Where it went. */
  readonly url: URL;
  readonly encoding: OtlpEncoding;
  readonly signal: OtlpSignal;
}

/** Reads an HTTP answer by the rules of OTLP. Pure. */
export function classifyResponse(answer: HttpAnswer, request: AnsweredRequest): ExportResponse {
  const { httpStatus, retryAfterMs } = answer;
  if (httpStatus >= 200 && httpStatus < 300) return classifySuccess(answer, request);
  const fault = toFault(answer, request);
  const detail = faultText(fault);
  // Not an answer to the request: it was not even read. Nothing may be refused for that.
  if (fault.kind === 'tls-port') return { status: 'retryable', detail, fault };
  if (!RETRYABLE_STATUSES.has(httpStatus)) return { status: 'failure', httpStatus, detail, fault };
  return { status: 'retryable', httpStatus, detail, fault, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** With a 2xx status the items count as accepted, whatever is wrong with the body: sending again would double them. */
function classifySuccess(answer: HttpAnswer, request: AnsweredRequest): ExportResponse {
  const { body, contentType } = answer;
  if (body === undefined) return unreadable(request, 'its answer was cut off or too large');
  if (body.length === 0) return { status: 'success' };
  const encoding = contentType === undefined ? request.encoding : encodingOfContentType(contentType);
  if (encoding === undefined) return unreadable(request, `its answer has the type ${toPrintable(contentType ?? '')}`);
  const decoded = decodeExportResponse(body, encoding, request.signal);
  if (decoded.status === 'invalid') return unreadable(request, toPrintable(decoded.detail));
  const { rejectedSpans = 0, errorMessage = '' } = decoded.partialSuccess ?? {};
  const message = toPrintable(errorMessage);
  if (rejectedSpans > 0) return { status: 'partial', rejectedSpans, message };
  return message === '' ? { status: 'success' } : { status: 'success', warning: message };
}

function unreadable(request: AnsweredRequest, fault: string): ExportResponse {
  const nouns = SIGNAL_NOUNS[request.signal];
  return {
    status: 'success',
    warning: `${addressOf(request.url)} took the ${nouns}, but ${fault}. Rejected ${nouns}, if any, cannot be counted.`,
  };
}

function toFault(answer: HttpAnswer, { url, encoding, signal }: AnsweredRequest): DeliveryFault {
  const { httpStatus, body } = answer;
  if (
    httpStatus === 400 &&
    body !== undefined &&
    PLAIN_TO_TLS.test(new TextDecoder().decode(body.subarray(0, 1_024)))
  ) {
    return { kind: 'tls-port', message: `${addressOf(url)} speaks TLS.`, remedy: 'Write https:// in the endpoint.' };
  }
  return explainStatusFault({ httpStatus, url, encoding, signal, said: messageOf(answer) });
}

/** What servers of Go, and nginx, answer in plain text when they expect TLS. */
const PLAIN_TO_TLS = /HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port/i;

/** What the receiver says about its failure: a `google.rpc.Status`, or the text of a proxy. Pages are not quoted. */
function messageOf({ body, contentType }: HttpAnswer): string {
  if (body === undefined || body.length === 0) return '';
  const encoding = encodingOfContentType(contentType);
  if (encoding !== undefined) {
    const status = decodeStatus(body, encoding);
    return status.status === 'decoded' ? toPrintable(status.message) : '';
  }
  return contentType?.toLowerCase().startsWith('text/plain') === true
    ? toPrintable(new TextDecoder().decode(body))
    : '';
}
