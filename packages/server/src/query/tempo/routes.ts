import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Answer, Exchange } from '../../http/exchange.js';
import type { Route } from '../../http/router.js';
import type { TraceReader } from '../../store/trace-store.js';
import { toBarSpans } from '../bar-spans.js';
import { encodingOfAccept, type TempoEncoding, textAnswer, traceAnswer, wrappedTraceAnswer } from './answer.js';

/** Tempo takes ids without their leading zeros. */
const TRACE_ID = /^[0-9a-f]{1,32}$/i;

type ToAnswer = (spans: readonly ReadableSpan[], encoding: TempoEncoding) => Answer;

/** The part of Tempo's interface that reads back: one trace by its id, old and new form, and the echo of a probe. */
export function tempoRoutes(traces: TraceReader): readonly Route[] {
  const route = (path: string, toAnswer: ToAnswer): Route => ({
    path,
    method: 'GET',
    handler: (exchange, { idText }) => trace(exchange, idText, { traces, toAnswer }),
  });
  return [
    { path: '/api/echo', method: 'GET', handler: () => textAnswer(200, 'echo') },
    route('/api/traces/{idText}', traceAnswer),
    route('/api/v2/traces/{idText}', wrappedTraceAnswer),
  ];
}

async function trace(
  { request }: Exchange,
  idText: string,
  { traces, toAnswer }: { readonly traces: TraceReader; readonly toAnswer: ToAnswer },
): Promise<Answer> {
  if (!TRACE_ID.test(idText)) return textAnswer(400, 'trace IDs can only contain hex characters, 32 at most');
  const stored = await traces.read(idText.toLowerCase().padStart(32, '0'));
  if (stored === undefined) return textAnswer(404, 'trace not found');
  return toAnswer(toBarSpans(stored.spans), encodingOfAccept(request.headers.accept));
}
