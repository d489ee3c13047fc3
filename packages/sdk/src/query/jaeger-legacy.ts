import { decodeJaegerJson, JAEGER_OWN_TAGS, toPrintable } from '@spanbridge/otlp';
import { createHttpGetter, type HttpGetter } from './http-get.js';
import type {
  ApiFidelity,
  ProbeAnswer,
  QueryAccess,
  QueryClient,
  ServicesAnswer,
  TimeWindow,
  TraceAnswer,
} from './query-client.js';
import {
  type Answered,
  invalidTraceId,
  isTraceId,
  memberOf,
  parseJsonAnswer,
  readServices,
  readTrace,
  toProbeAnswer,
} from './read-answer.js';
import { toMicros } from './time-window.js';

const SERVICES_PATH = '/api/services';

/** What Jaeger's legacy JSON carries. */
const LEGACY_FIDELITY: ApiFidelity = {
  timeUnitNano: 1000n,
  hasNestedValues: false,
  hasLinkAttributes: false,
  ownAttributeKeys: JAEGER_OWN_TAGS,
  ownEventKeys: ['event'],
};

/**
 * A client for Jaeger's older `/api`: of version 1, of version 2 up to 2.20, and of what imitates them.
 * Throws a `SpanbridgeError` for an unusable URL.
 */
export function createJaegerLegacyClient(access: QueryAccess): QueryClient {
  return new JaegerLegacyClient(createHttpGetter(access));
}

class JaegerLegacyClient implements QueryClient {
  readonly api = 'jaeger-legacy';
  readonly fidelity = LEGACY_FIDELITY;

  constructor(private readonly getter: HttpGetter) {}

  get address(): string {
    return this.getter.address;
  }

  async probe(): Promise<ProbeAnswer> {
    const answer = await this.getter.get({ path: SERVICES_PATH });
    return toProbeAnswer(answer, this.address + SERVICES_PATH, (answered) => {
      const data = memberOf(parseJsonAnswer(answered), 'data');
      // A Jaeger without any trace yet says null.
      return data === null || Array.isArray(data);
    });
  }

  async traceById(traceId: string, window: TimeWindow): Promise<TraceAnswer> {
    if (!isTraceId(traceId)) return invalidTraceId();
    const path = `/api/traces/${traceId}`;
    const query = { start: toMicros(window.startUnixNano), end: toMicros(window.endUnixNano), raw: 'true' };
    const answer = await this.getter.get({ path, query });
    const read = readTrace(answer, this.address + path, ({ body }) => decodeJaegerJson(body));
    const fault = answer.status === 'answered' ? faultOf(answer) : undefined;
    return read.status === 'found' && fault !== undefined ? { ...read, partialMessage: fault } : read;
  }

  async services(): Promise<ServicesAnswer> {
    const answer = await this.getter.get({ path: SERVICES_PATH });
    return readServices(answer, this.address + SERVICES_PATH, (json) => memberOf(json, 'data') ?? []);
  }

  close(): void {
    this.getter.close();
  }
}

/** What Jaeger says went wrong beside the spans that it gives. */
function faultOf(answer: Answered): string | undefined {
  const errors = memberOf(parseJsonAnswer(answer), 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const message = memberOf(errors[0], 'msg');
  return typeof message === 'string' ? toPrintable(message) : '';
}
