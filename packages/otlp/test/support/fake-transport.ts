import { decodeTraces } from '../../src/codec/decode-traces.js';
import type { ExportResponse, OtlpTransport } from '../../src/transport/export-response.js';

/** A transport that answers as told and keeps what it was given. */
export interface FakeTransport extends OtlpTransport {
  readonly bodies: Uint8Array[];
  isClosed: boolean;
}

export type Answer = (
  body: Uint8Array,
  attempt: number,
  signal?: AbortSignal,
) => ExportResponse | Promise<ExportResponse>;

export function createFakeTransport(answer: Answer): FakeTransport {
  const transport: FakeTransport = {
    bodies: [],
    isClosed: false,
    send: async (body, signal) => {
      transport.bodies.push(body.slice());
      return answer(body, transport.bodies.length, signal);
    },
    close: () => {
      transport.isClosed = true;
    },
  };
  return transport;
}

/** The span names of a request. */
export function namesIn(body: Uint8Array): readonly string[] {
  const result = decodeTraces(body, 'protobuf');
  return result.status === 'decoded' ? result.spans.map((span) => span.name) : [];
}

export const SUCCESS: ExportResponse = { status: 'success' };

export const UNAVAILABLE: ExportResponse = { status: 'retryable', httpStatus: 503, detail: 'HTTP 503 from there.' };

export function failure(httpStatus: number): ExportResponse {
  return { status: 'failure', httpStatus, detail: `HTTP ${httpStatus} from there.` };
}
