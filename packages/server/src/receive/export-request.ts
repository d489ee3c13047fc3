import type { OtlpSignal, PartialSuccess } from '@spanbridge/otlp';
import { readBody } from '../http/body.js';
import type { Answer, Exchange } from '../http/exchange.js';
import { exportAnswer, problemAnswer } from './answer.js';
import { bodyProblem, negotiate, type ReceiverParts } from './negotiation.js';

/** How one signal is taken. */
export interface SignalReceiver<Decoded> {
  readonly signal: OtlpSignal;
  readonly decode: (
    body: Uint8Array,
    encoding: 'protobuf' | 'json',
  ) => Decoded | { readonly status: 'invalid'; readonly detail: string };
  /** Stores what was decoded; undefined: all of it. */
  readonly store: (decoded: Decoded) => Promise<PartialSuccess | undefined>;
}

/**
 * The way of every export request: the content type is negotiated, the body is read within its limits and decoded, what
 * it holds is stored, and the answer comes in the encoding of the request.
 */
export async function receiveExport<Decoded extends { readonly status: 'decoded' }>(
  exchange: Exchange,
  parts: ReceiverParts,
  receiver: SignalReceiver<Decoded>,
): Promise<Answer> {
  const { headers } = exchange.request;
  const negotiated = negotiate(headers);
  if (negotiated.status === 'refused') return problemAnswer(headers, negotiated.problem);
  const body = await readBody(exchange, {
    encoding: negotiated.bodyEncoding,
    bytesMax: parts.bodyBytesMax,
    budget: parts.budget,
  });
  if (body.status !== 'read') return problemAnswer(headers, bodyProblem(body));
  try {
    const decoded = receiver.decode(body.bytes, negotiated.encoding);
    if (decoded.status === 'invalid') return problemAnswer(headers, { httpStatus: 400, message: decoded.detail });
    return exportAnswer(negotiated.encoding, await receiver.store(decoded), receiver.signal);
  } finally {
    body.release();
  }
}
