import type { Answer, Exchange } from '../http/exchange.js';
import { problemAnswer } from './answer.js';
import { negotiate } from './negotiation.js';

/**
 * `POST /v1/logs`: says that logs are not stored by this version.
 *
 * The status is 501: exporters of OTLP neither retry it nor take the whole destination for gone, as some do after 404.
 * The content type is negotiated first, so that a sender is told about a mistake of its own as on `/v1/traces`.
 */
export function receiveLogs({ request }: Exchange): Answer {
  const negotiated = negotiate(request.headers);
  if (negotiated.status === 'refused') return problemAnswer(request.headers, negotiated.problem);
  return problemAnswer(request.headers, {
    httpStatus: 501,
    message: 'This version stores traces only. Set OTEL_LOGS_EXPORTER=none, or send logs to another backend.',
  });
}
