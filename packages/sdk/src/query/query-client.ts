import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TlsMaterial } from '@spanbridge/otlp';

/** The interfaces through which backends give traces back. */
export type QueryApi = 'jaeger-v3' | 'jaeger-legacy' | 'tempo';

/** How to reach the query interface of a backend. */
export interface QueryAccess {
  /** Such as `http://127.0.0.1:16686`, or with a path, below which the routes of the interface lie. */
  readonly baseUrl: string;
  /** Credentials, or the tenant (`X-Scope-OrgID`). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsMaterial;
  /** Deadline of one request, all of it; default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Size of one answer at most, after decompression; default 64 MiB. A larger one is `failed`. */
  readonly answerBytesMax?: number;
  /** Ends requests under way; they are `failed` then. */
  readonly signal?: AbortSignal;
}

/** The time in which a trace lies. Backends look there only, or there first; too wide does no harm. */
export interface TimeWindow {
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  /**
   * A time by which the backend had taken the spans. Tempo files spans that are not of the present under the time of
   * their arrival, and would not find them by their own.
   */
  readonly arrivedUnixNano?: bigint;
}

/** What a backend answers for one trace. */
export type TraceAnswer =
  | {
      readonly status: 'found';
      readonly spans: readonly ReadableSpan[];
      /** Spans whose ids were broken; they are not among `spans`. */
      readonly rejectedSpans: number;
      /** Set when the backend says that spans are missing from its answer: its remark, which may be empty. */
      readonly partialMessage?: string;
    }
  | { readonly status: 'not-found' }
  | { readonly status: 'failed'; readonly detail: string };

/** Names of services, or why they could not be read. */
export type ServicesAnswer =
  | { readonly status: 'found'; readonly services: readonly string[] }
  | { readonly status: 'failed'; readonly detail: string };

/** Whether a backend speaks an interface. */
export type ProbeAnswer =
  | { readonly status: 'recognised' }
  /** Something answers, but not in this interface. */
  | { readonly status: 'unrecognised'; readonly detail: string }
  /** Nothing answers, or nothing that would let us in: asking for another interface is of no use. */
  | { readonly status: 'closed'; readonly detail: string };

/** What the answers of an interface can carry of a span. What they cannot is not compared. */
export interface ApiFidelity {
  /** Times are cut to multiples of this. */
  readonly timeUnitNano: bigint;
  /** Lists and maps come back as they are, not as JSON text. */
  readonly hasNestedValues: boolean;
  readonly hasLinkAttributes: boolean;
  /** Keys of span attributes that the interface uses itself. */
  readonly ownAttributeKeys: readonly string[];
  /** Keys of event attributes that the interface uses itself. */
  readonly ownEventKeys: readonly string[];
}

/** What OTLP carries: everything. */
export const WHOLE_FIDELITY: ApiFidelity = {
  timeUnitNano: 1n,
  hasNestedValues: true,
  hasLinkAttributes: true,
  ownAttributeKeys: [],
  ownEventKeys: [],
};

/** Reads traces back from one backend. Nothing of it rejects; every way to fail is an answer. */
export interface QueryClient {
  readonly api: QueryApi;
  /** Where it asks, without credentials. */
  readonly address: string;
  readonly fidelity: ApiFidelity;
  /** Asks whether this interface is spoken there at all. */
  probe(): Promise<ProbeAnswer>;
  /** One trace. An id that is not 32 hex digits is `failed` without a request. */
  traceById(traceId: string, window: TimeWindow): Promise<TraceAnswer>;
  services(window: TimeWindow): Promise<ServicesAnswer>;
  /** Releases idle connections. */
  close(): void;
}
