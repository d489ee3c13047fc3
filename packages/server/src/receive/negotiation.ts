import { CONTENT_TYPES, encodingOfContentType, type OtlpEncoding } from '@spanbridge/otlp';
import type { IncomingHttpHeaders } from 'node:http';
import { bodyEncodingOf, type BodyOptions, type BodyResult } from '../http/body.js';
import type { BodyBudget } from '../http/body-budget.js';
import { RETRY_AFTER_SECONDS } from '../limits.js';
import type { Problem } from './answer.js';

/** What every receiver of OTLP keeps to. */
export interface ReceiverParts {
  readonly bodyBytesMax: number;
  readonly budget: BodyBudget;
}

/** How a request is encoded, or why it cannot be read. */
export type Negotiated =
  | {
      readonly status: 'agreed';
      readonly encoding: OtlpEncoding;
      readonly bodyEncoding: BodyOptions['encoding'];
    }
  | { readonly status: 'refused'; readonly problem: Problem };

/** Reads content type and content encoding. Anything that is not OTLP over HTTP is 415, before a byte is read. */
export function negotiate(headers: IncomingHttpHeaders): Negotiated {
  const encoding = encodingOfContentType(headers['content-type']);
  if (encoding === undefined) {
    const types = Object.values(CONTENT_TYPES).join(' or ');
    return refused(`The content type must be ${types}.`, {});
  }
  const bodyEncoding = bodyEncodingOf(headers['content-encoding']);
  if (bodyEncoding === undefined) {
    return refused('The content encoding must be gzip or none.', { 'Accept-Encoding': 'gzip' });
  }
  return { status: 'agreed', encoding, bodyEncoding };
}

/** What to answer when a body was not read. */
export function bodyProblem(body: Exclude<BodyResult, { status: 'read' }>): Problem {
  switch (body.status) {
    case 'too-large':
      return { httpStatus: 413, message: `${body.detail} Send smaller batches.` };
    case 'broken':
      return { httpStatus: 400, message: body.detail };
    case 'overloaded':
      return {
        httpStatus: 429,
        message: 'Too many requests are being received at the moment. Send this one again.',
        headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      };
    case 'aborted':
      // Nobody reads this: the connection is gone. It only ends the exchange like any other.
      return { httpStatus: 400, message: 'The request was cut short.' };
  }
}

function refused(message: string, headers: Readonly<Record<string, string>>): Negotiated {
  return { status: 'refused', problem: { httpStatus: 415, message, headers } };
}
