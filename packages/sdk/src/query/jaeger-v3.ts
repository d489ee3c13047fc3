import { decodeJaegerV3Json } from '@spanbridge/otlp';
import { createHttpGetter, type HttpGetter } from './http-get.js';
import {
  type ProbeAnswer,
  type QueryAccess,
  type QueryClient,
  type ServicesAnswer,
  type TimeWindow,
  type TraceAnswer,
  WHOLE_FIDELITY,
} from './query-client.js';
import {
  invalidTraceId,
  isTraceId,
  memberOf,
  parseJsonAnswer,
  readServices,
  readTrace,
  toProbeAnswer,
} from './read-answer.js';
import { toRfc3339Nano } from './time-window.js';

const SERVICES_PATH = '/api/v3/services';

/** A client for Jaeger's `/api/v3`, which our own server speaks too. Throws a `SpanbridgeError` for an unusable URL. */
export function createJaegerV3Client(access: QueryAccess): QueryClient {
  return new JaegerV3Client(createHttpGetter(access));
}

class JaegerV3Client implements QueryClient {
  readonly api = 'jaeger-v3';
  readonly fidelity = WHOLE_FIDELITY;

  constructor(private readonly getter: HttpGetter) {}

  get address(): string {
    return this.getter.address;
  }

  async probe(): Promise<ProbeAnswer> {
    const answer = await this.getter.get({ path: SERVICES_PATH });
    // Jaeger's page answers every path that nobody knows with 200 and HTML, so the status alone says nothing.
    return toProbeAnswer(answer, this.address + SERVICES_PATH, (answered) =>
      Array.isArray(memberOf(parseJsonAnswer(answered), 'services')),
    );
  }

  async traceById(traceId: string, window: TimeWindow): Promise<TraceAnswer> {
    if (!isTraceId(traceId)) return invalidTraceId();
    const [startTime, endTime] = [toRfc3339Nano(window.startUnixNano), toRfc3339Nano(window.endUnixNano)];
    const path = `/api/v3/traces/${traceId}`;
    const answer = await this.getter.get({
      path,
      // Versions before the names in camelCase read the others. Raw: no repair of clocks, no merging of copies.
      query: { startTime, endTime, rawTraces: 'true', start_time: startTime, end_time: endTime, raw_traces: 'true' },
    });
    return readTrace(answer, this.address + path, ({ body }) => decodeJaegerV3Json(body));
  }

  async services(): Promise<ServicesAnswer> {
    const answer = await this.getter.get({ path: SERVICES_PATH });
    return readServices(answer, this.address + SERVICES_PATH, (json) => memberOf(json, 'services'));
  }

  close(): void {
    this.getter.close();
  }
}
