import type { Answer, Exchange } from '../../http/exchange.js';
import type { Route } from '../../http/router.js';
import type { TraceReader } from '../../store/trace-store.js';
import { toBarSpans, toSentSpans } from '../bar-spans.js';
import { malformedAnswer, notFoundAnswer, servicesAnswer, tracesAnswer } from './answer.js';
import { parseTraceParams } from './params.js';

/**
 * The part of Jaeger's `/api/v3` that reads back: the services, and one trace by its id. What asks Jaeger for them
 * can ask this server.
 */
export function jaegerV3Routes(traces: TraceReader): readonly Route[] {
  return [
    { path: '/api/v3/services', method: 'GET', handler: () => services(traces) },
    {
      path: '/api/v3/traces/{idText}',
      method: 'GET',
      handler: (exchange, { idText }) => trace(exchange, idText, traces),
    },
  ];
}

/** Every service of the store in alphabetical order, so that two answers can be compared. */
async function services(traces: TraceReader): Promise<Answer> {
  const all = await traces.list({ search: '', tracesMax: Infinity });
  const names = new Set(all.traces.flatMap((summary) => summary.services));
  return servicesAnswer([...names].sort());
}

async function trace({ query }: Exchange, idText: string, traces: TraceReader): Promise<Answer> {
  const params = parseTraceParams(idText, query);
  if (params.status === 'malformed') return malformedAnswer(params.message);
  const stored = await traces.read(params.traceId);
  if (stored === undefined) return notFoundAnswer();
  return tracesAnswer(params.isRaw ? toSentSpans(stored.spans) : toBarSpans(stored.spans));
}
