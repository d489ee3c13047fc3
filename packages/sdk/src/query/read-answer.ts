import { type DecodeTempoResult, toPrintable } from '@spanbridge/otlp';
import type { GetAnswer } from './http-get.js';
import type { ProbeAnswer, ServicesAnswer, TraceAnswer } from './query-client.js';

/** An answer with a status of HTTP, whatever it is. */
export type Answered = Extract<GetAnswer, { readonly status: 'answered' }>;

const TRACE_ID = /^[0-9a-f]{32}$/i;

/** Answers whether a text may stand in a URL as the id of a trace. */
export function isTraceId(text: string): boolean {
  return TRACE_ID.test(text) && !/^0+$/.test(text);
}

/** The refusal of what {@link isTraceId} does not take; the text is foreign and not repeated. */
export function invalidTraceId(): TraceAnswer {
  return { status: 'failed', detail: 'A trace id has 32 hex digits, not all of them zero.' };
}

/** The JSON of an answer, or undefined when it is none. */
export function parseJsonAnswer({ body }: Answered): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** A member of a value that may be anything. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** What was decoded as the answer for a trace; no spans at all means that the backend does not have it. */
export function toTraceAnswer(decoded: DecodeTempoResult, address: string): TraceAnswer {
  if (decoded.status === 'invalid') {
    return { status: 'failed', detail: `The answer of ${address} cannot be read. ${toPrintable(decoded.detail)}` };
  }
  const { spans, rejected, partialMessage } = decoded;
  if (spans.length === 0 && rejected.length === 0 && partialMessage === undefined) return { status: 'not-found' };
  return {
    status: 'found',
    spans,
    rejectedSpans: rejected.length,
    ...(partialMessage === undefined ? {} : { partialMessage: toPrintable(partialMessage) }),
  };
}

/** What a request for a trace came to: found, unknown to the backend, or failed. */
export function readTrace(
  answer: GetAnswer,
  address: string,
  decode: (answered: Answered) => DecodeTempoResult,
): TraceAnswer {
  if (answer.status === 'failed') return answer;
  if (answer.httpStatus === 404) return { status: 'not-found' };
  if (answer.httpStatus !== 200) return { status: 'failed', detail: describeRefusal(answer, address) };
  return toTraceAnswer(decode(answer), address);
}

/** What a request for services came to; `listOf` finds their names in the JSON of the answer. */
export function readServices(answer: GetAnswer, address: string, listOf: (json: unknown) => unknown): ServicesAnswer {
  if (answer.status === 'failed') return answer;
  if (answer.httpStatus !== 200) return { status: 'failed', detail: describeRefusal(answer, address) };
  return toServicesAnswer(listOf(parseJsonAnswer(answer)), address);
}

/** Why an answer is of no use, with the remedy where there is one. */
export function describeRefusal({ httpStatus }: Answered, address: string): string {
  return `HTTP ${httpStatus} from ${address}.${hintFor(httpStatus)}`;
}

/** A list of names as the services, anything else as a failure. Entries that are no text are left out. */
export function toServicesAnswer(list: unknown, address: string): ServicesAnswer {
  if (!Array.isArray(list)) return { status: 'failed', detail: `The answer of ${address} has no list of services.` };
  return { status: 'found', services: list.filter((name): name is string => typeof name === 'string') };
}

/** What an answer to a probe means, when it counts as recognised under a condition. */
export function toProbeAnswer(
  answer: GetAnswer,
  address: string,
  isRecognised: (answered: Answered) => boolean,
): ProbeAnswer {
  if (answer.status === 'failed') return { status: 'closed', detail: answer.detail };
  if (answer.httpStatus === 401 || answer.httpStatus === 403 || answer.httpStatus === 407) {
    return { status: 'closed', detail: describeRefusal(answer, address) };
  }
  if (answer.httpStatus === 200 && isRecognised(answer)) return { status: 'recognised' };
  return { status: 'unrecognised', detail: `${address} answered ${answer.httpStatus}, but not as expected.` };
}

function hintFor(httpStatus: number): string {
  if (httpStatus >= 300 && httpStatus < 400) return ' Redirects are not followed: give the final address.';
  if (httpStatus === 401 || httpStatus === 403) return ' Check the headers that carry the credentials.';
  return '';
}
