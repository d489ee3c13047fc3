import { durationText, renderHtml, toViewModel, type ViewModelOptions } from '@spanbridge/analysis';
import { millisToNanos } from '@spanbridge/core';
import { encodeTraces } from '@spanbridge/otlp';
import { toSentSpans } from '../query/bar-spans.js';
import { problemAnswer } from '../receive/answer.js';
import type { TraceReader, TraceSummary } from '../store/trace-store.js';
import { type Answer, type Exchange, jsonAnswer } from './exchange.js';
import type { Route } from './router.js';

/** What {@link traceRoutes} reads from. */
export interface TraceRoutesParts {
  readonly traces: TraceReader;
  /** Wall clock in milliseconds since 1970. */
  readonly clock: () => number;
  readonly listedTracesMax: number;
  readonly drawnSpansMax: number;
}

/** The page has shown this state already. */
const UNCHANGED: Answer = { status: 204, contentType: 'application/json', body: '' };

/**
 * The routes that the page reads: internal to it, and free to change with it. `/api/*` beside them belongs to the
 * query interfaces of Jaeger and Tempo.
 *
 * Every state has a revision; a request that names the one it knows is answered 204 while that is still the latest.
 */
export function traceRoutes(parts: TraceRoutesParts): readonly Route[] {
  const routes = new TraceRoutes(parts);
  return [
    { path: '/api/spanbridge/traces', method: 'GET', handler: (exchange) => routes.list(exchange) },
    {
      path: '/api/spanbridge/traces/{traceId}',
      method: 'GET',
      handler: (exchange, { traceId }) => routes.view(exchange, traceId),
    },
    {
      path: '/api/spanbridge/traces/{traceId}/html',
      method: 'GET',
      handler: (exchange, { traceId }) => routes.html(exchange, traceId),
    },
    {
      path: '/api/spanbridge/traces/{traceId}/otlp',
      method: 'GET',
      handler: (exchange, { traceId }) => routes.otlp(exchange, traceId),
    },
  ];
}

class TraceRoutes {
  /** Revisions begin again with each server; with the time of its start they do not repeat. */
  private readonly startedUnixMs: number;

  constructor(private readonly parts: TraceRoutesParts) {
    this.startedUnixMs = parts.clock();
  }

  async list({ query }: Exchange): Promise<Answer> {
    const { traces, listedTracesMax } = this.parts;
    const revision = this.toRevision(traces.revision());
    if (query.get('known') === revision && !traces.changesWithTime()) return UNCHANGED;
    const list = await traces.list({ search: query.get('search') ?? '', tracesMax: listedTracesMax });
    return jsonAnswer({
      revision,
      counts: traces.counts(),
      matchCount: list.matchCount,
      traces: list.traces.map(toListed),
    });
  }

  async view({ query }: Exchange, traceId: string): Promise<Answer> {
    const { traces } = this.parts;
    const latest = await traces.traceRevision(traceId);
    const isKnown = latest !== undefined && query.get('known') === this.toRevision(latest);
    // Bars of running spans grow although nothing arrives.
    if (isKnown && !(await traces.isRunning(traceId))) return UNCHANGED;
    const trace = await traces.read(traceId);
    // No 404: the page asks again and again for a trace that is on its way, and browsers log each of those.
    if (trace === undefined) return jsonAnswer({ status: 'unknown' });
    const view = toViewModel(trace.spans, this.viewOptions());
    return jsonAnswer({ status: 'found', revision: this.toRevision(trace.revision), view });
  }

  async html(exchange: Exchange, traceId: string): Promise<Answer> {
    const trace = await this.parts.traces.read(traceId);
    if (trace === undefined) return unknownTrace(exchange);
    return download(renderHtml(trace.spans, this.viewOptions()), 'text/html; charset=utf-8', `trace-${traceId}.html`);
  }

  async otlp(exchange: Exchange, traceId: string): Promise<Answer> {
    const trace = await this.parts.traces.read(traceId);
    if (trace === undefined) return unknownTrace(exchange);
    return download(encodeTraces(toSentSpans(trace.spans), 'json'), 'application/json', `trace-${traceId}.otlp.json`);
  }

  private viewOptions(): ViewModelOptions {
    return { rowsMax: this.parts.drawnSpansMax, nowUnixNano: millisToNanos(this.parts.clock()) };
  }

  private toRevision(revision: number): string {
    return `${this.startedUnixMs}-${revision}`;
  }
}

/** A summary as JSON can carry it: nanoseconds are strings, because they exceed the integers of JavaScript. */
function toListed(summary: TraceSummary): object {
  return {
    ...summary,
    startTimeUnixNano: summary.startTimeUnixNano.toString(),
    durationNano: summary.durationNano.toString(),
    durationText: durationText(summary.durationNano),
  };
}

function download(body: string | Uint8Array, contentType: string, fileName: string): Answer {
  // The name is made of fixed words and hex digits; nothing in it needs quoting.
  return { status: 200, contentType, body, headers: { 'Content-Disposition': `attachment; filename="${fileName}"` } };
}

function unknownTrace({ request }: Exchange): Answer {
  return problemAnswer(request.headers, {
    httpStatus: 404,
    message: 'This trace is not stored: it has not arrived, or it has left because the store was full.',
  });
}
