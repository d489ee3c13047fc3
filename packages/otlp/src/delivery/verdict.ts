import type { OtlpSignal } from '../codec/signal.js';
import type { ExportResponse } from '../transport/export-response.js';

/** What an answer means for the spans of its request. */
export type Verdict =
  | { readonly action: 'accept'; readonly warning: string | undefined }
  | { readonly action: 'accept-some'; readonly rejectedSpans: number; readonly message: string }
  /** Nothing is wrong with the spans: the destination is down or busy. */
  | { readonly action: 'wait'; readonly detail: string; readonly retryAfterMs: number | undefined }
  /** Nothing is wrong with the spans: the destination is not the right one, or does not know us. */
  | { readonly action: 'pause'; readonly detail: string }
  /** The request holds something that is not taken: find it. */
  | { readonly action: 'split'; readonly httpStatus: number; readonly detail: string }
  | { readonly action: 'refuse'; readonly httpStatus: number; readonly detail: string };

/** Missing or wrong credentials, a wrong path, a proxy: every span would get this answer, so none is refused for it. */
const WRONG_DESTINATION_STATUSES: ReadonlySet<number> = new Set([401, 403, 404, 407]);

/** Bad request and too large: one span can be the cause for all. */
const SPLIT_STATUSES: ReadonlySet<number> = new Set([400, 413]);

/** A receiver of traces that does not take logs says so for the whole path: nothing is wrong with the records. */
const NOT_IMPLEMENTED = 501;

/** Decides what an answer about this signal means. Pure. */
export function toVerdict(response: ExportResponse, signal: OtlpSignal = 'traces'): Verdict {
  switch (response.status) {
    case 'success':
      return { action: 'accept', warning: response.warning };
    case 'partial':
      return { action: 'accept-some', rejectedSpans: response.rejectedSpans, message: response.message };
    case 'retryable':
      return { action: 'wait', detail: response.detail, retryAfterMs: response.retryAfterMs };
    case 'failure':
      if (signal === 'logs' && response.httpStatus === NOT_IMPLEMENTED) {
        return { action: 'pause', detail: response.detail };
      }
      return toFailureVerdict(response.httpStatus, response.detail);
  }
}

function toFailureVerdict(httpStatus: number, detail: string): Verdict {
  const isRedirect = httpStatus >= 300 && httpStatus < 400;
  if (isRedirect || WRONG_DESTINATION_STATUSES.has(httpStatus)) return { action: 'pause', detail };
  return { action: SPLIT_STATUSES.has(httpStatus) ? 'split' : 'refuse', httpStatus, detail };
}
