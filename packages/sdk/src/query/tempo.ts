import { decodeTempoJson, decodeTempoProtobuf, decodeTraces, type DecodeTempoResult } from '@spanbridge/otlp';
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
  type Answered,
  invalidTraceId,
  isTraceId,
  memberOf,
  parseJsonAnswer,
  readServices,
  readTrace,
  toProbeAnswer,
} from './read-answer.js';
import { toSecondsWindow } from './time-window.js';

const ECHO_PATH = '/api/echo';
const BUILD_PATH = '/api/status/buildinfo';
const SERVICES_PATH = '/api/v2/search/tag/resource.service.name/values';

/** Protobuf leaves no question about the spelling of ids and enums; a Tempo that does not know it answers in JSON. */
const ACCEPT = 'application/protobuf, application/json;q=0.5';

/** A client for Tempo. Throws a `SpanbridgeError` for an unusable URL. */
export function createTempoClient(access: QueryAccess): QueryClient {
  return new TempoClient(createHttpGetter(access));
}

class TempoClient implements QueryClient {
  readonly api = 'tempo';
  readonly fidelity = WHOLE_FIDELITY;

  constructor(private readonly getter: HttpGetter) {}

  get address(): string {
    return this.getter.address;
  }

  async probe(): Promise<ProbeAnswer> {
    const echo = await this.getter.get({ path: ECHO_PATH, accept: 'text/plain' });
    const probe = toProbeAnswer(echo, this.address + ECHO_PATH, isEcho);
    if (probe.status !== 'unrecognised') return probe;
    // Gateways in front of Tempo often let only some routes through.
    const build = await this.getter.get({ path: BUILD_PATH });
    return toProbeAnswer(build, this.address + BUILD_PATH, isBuildInfo);
  }

  async traceById(traceId: string, window: TimeWindow): Promise<TraceAnswer> {
    if (!isTraceId(traceId)) return invalidTraceId();
    const current = await this.read(`/api/v2/traces/${traceId}`, window, decodeCurrent);
    // An older Tempo does not know the route, and says 404 for that too.
    return current.status === 'not-found' ? this.read(`/api/traces/${traceId}`, window, decodeOlder) : current;
  }

  async services(window: TimeWindow): Promise<ServicesAnswer> {
    const answer = await this.getter.get({ path: SERVICES_PATH, query: toSecondsWindow(window) });
    return readServices(answer, this.address + SERVICES_PATH, (json) => {
      const values = memberOf(json, 'tagValues') ?? [];
      return Array.isArray(values) ? values.map((entry) => memberOf(entry, 'value')) : values;
    });
  }

  close(): void {
    this.getter.close();
  }

  private async read(
    path: string,
    window: TimeWindow,
    decode: (answer: Answered) => DecodeTempoResult,
  ): Promise<TraceAnswer> {
    const query = toSecondsWindow(window);
    const answer = await this.getter.get({ path, query, accept: ACCEPT });
    return readTrace(answer, this.address + path, decode);
  }
}

function isEcho({ body }: Answered): boolean {
  return new TextDecoder().decode(body).trim() === 'echo';
}

/** Jaeger and our own server have been asked for before, so what tells its version here is taken for Tempo. */
function isBuildInfo(answer: Answered): boolean {
  return typeof memberOf(parseJsonAnswer(answer), 'version') === 'string';
}

function decodeCurrent({ mediaType, body }: Answered): DecodeTempoResult {
  return isProtobuf(mediaType) ? decodeTempoProtobuf(body) : decodeTempoJson(body);
}

function decodeOlder({ mediaType, body }: Answered): DecodeTempoResult {
  return isProtobuf(mediaType) ? decodeTraces(body, 'protobuf') : decodeTempoJson(body);
}

function isProtobuf(mediaType: string): boolean {
  return mediaType === 'application/protobuf' || mediaType === 'application/x-protobuf';
}
