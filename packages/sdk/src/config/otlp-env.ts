import { toRequestHeaders } from '@spanbridge/otlp';
import { type EnvReader, type Parsed, parseWord } from './env-reader.js';
import { splitPairs } from './pair-list.js';

/** What the `OTEL_EXPORTER_OTLP_*` variables say about the delivery of one signal; undefined is "not set". */
export interface OtlpSettings {
  /** The URL that requests are posted to, as it stands. */
  readonly url: string | undefined;
  /** The same, when it was set for this signal alone. */
  readonly signalUrl: string | undefined;
  readonly headers: ReadonlyMap<string, string> | undefined;
  readonly protocol: 'http/protobuf' | 'http/json' | undefined;
  readonly compression: 'gzip' | 'none' | undefined;
  readonly timeoutMs: number | undefined;
  /** Paths of files in PEM. */
  readonly certificate: string | undefined;
  readonly clientKey: string | undefined;
  readonly clientCertificate: string | undefined;
}

/**
 * Reads the variables of the OTLP exporter for one signal. A variable of the signal wins over the general one, as a
 * whole. The URL of the signal stands as it is; the general one is a base, and the path of the signal is appended.
 */
export function readOtlpSettings(reader: EnvReader, signal: 'TRACES' | 'LOGS'): OtlpSettings {
  const read = <T>(suffix: string, parse: (text: string) => Parsed<T>): T | undefined =>
    reader.read([`OTEL_EXPORTER_OTLP_${signal}_${suffix}`, `OTEL_EXPORTER_OTLP_${suffix}`], parse);
  const asItIs = (text: string): Parsed<string> => ({ value: text });
  const path = `v1/${signal.toLowerCase()}`;
  const signalUrl = readSignalUrl(reader, signal);
  return Object.freeze({
    signalUrl,
    url: signalUrl ?? reader.read(['OTEL_EXPORTER_OTLP_ENDPOINT'], (text) => parseUrl(text, path)),
    headers: read('HEADERS', parseHeaders),
    protocol: read('PROTOCOL', parseProtocol),
    compression: read('COMPRESSION', (text) => parseWord(text, ['gzip', 'none'] as const, 'none')),
    timeoutMs: read('TIMEOUT', parseTimeout),
    certificate: read('CERTIFICATE', asItIs),
    clientKey: read('CLIENT_KEY', asItIs),
    clientCertificate: read('CLIENT_CERTIFICATE', asItIs),
  });
}

/** The URL of one signal alone, as it stands; undefined when only a base is set, or nothing. */
export function readSignalUrl(reader: EnvReader, signal: 'TRACES' | 'LOGS'): string | undefined {
  return reader.read([`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`], (text) => parseUrl(text, ''));
}

function parseUrl(text: string, appended: string): Parsed<string> {
  if (!URL.canParse(text)) return { problem: 'it is not a URL. Write it as http://HOST:PORT.' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { problem: 'spanbridge speaks http and https. Write it as http://HOST:PORT.' };
  }
  if (appended !== '') url.pathname = `${url.pathname.replace(/\/$/, '')}/${appended}`;
  return { value: url.href };
}

function parseHeaders(text: string): Parsed<ReadonlyMap<string, string>> {
  const pairs = splitPairs(text);
  if (pairs === undefined) return { problem: 'it is not a list such as k=v,k2=v2 with percent-encoded values.' };
  // Names of headers are equal in any case.
  const headers = new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  try {
    toRequestHeaders(Object.fromEntries(headers), {});
    return { value: headers };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function parseProtocol(text: string): Parsed<'http/protobuf' | 'http/json'> {
  if (text !== 'grpc') return parseWord(text, ['http/protobuf', 'http/json'] as const, 'http/protobuf');
  return {
    problem: 'spanbridge sends OTLP over HTTP, not over gRPC. Set it to http/protobuf, with the HTTP port (4318).',
  };
}

function parseTimeout(text: string): Parsed<number> {
  const timeoutMs = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return timeoutMs >= 1 && timeoutMs < 2 ** 31
    ? { value: timeoutMs }
    : { problem: `"${text}" is not a number of milliseconds greater than 0.` };
}
