import type { OtlpSignal } from '../codec/signal.js';
import { urlInvalid } from '../errors.js';

/** The URL of a receiver; throws a `SpanbridgeError` for a text that is none, and for a scheme but http and https. */
export function parseOtlpUrl(text: string, signal?: OtlpSignal): URL {
  if (!URL.canParse(text)) throw urlInvalid('is not a URL', signal);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw urlInvalid(`has the scheme "${url.protocol}"`, signal);
  return url;
}
