import type { SettingsLayer } from './option-spec.js';
import { readOptionValue } from './option-value.js';
import { splitPairs } from './pair-list.js';
import type { Environment } from './spanbridge-env.js';

/** What the `OTEL_*` variables say, and one sentence for each that was ignored. */
export interface OtelEnvironment {
  readonly values: SettingsLayer;
  readonly warnings: readonly string[];
}

/**
 * Reads the variables of OpenTelemetry for an OTLP exporter of traces and for its resource.
 *
 * As its specification says: an empty variable counts as not set; a variable for traces wins over the general one, as a
 * whole; a value that cannot be read is warned about and ignored, never an error.
 */
export function readOtelEnv(env: Environment): OtelEnvironment {
  const reader = new OtelReader(env);
  const resource = reader.read(['OTEL_RESOURCE_ATTRIBUTES'], parseAttributes);
  const values: Record<string, unknown> = {
    endpoint: reader.endpoint(),
    logsEndpoint: reader.read(['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'], (text) => parseUrl(text, '')),
    header: reader.exporter('HEADERS', parseHeaders),
    protocol: reader.exporter('PROTOCOL', parseProtocol),
    compression: reader.exporter('COMPRESSION', (text) => parseWord(text, ['gzip', 'none'])),
    timeout: reader.exporter('TIMEOUT', parseTimeout),
    certificate: reader.exporter('CERTIFICATE', (text) => ({ value: text })),
    clientKey: reader.exporter('CLIENT_KEY', (text) => ({ value: text })),
    clientCertificate: reader.exporter('CLIENT_CERTIFICATE', (text) => ({ value: text })),
    service: reader.read(['OTEL_SERVICE_NAME'], (text) => ({ value: text })),
    resource,
  };
  return { values, warnings: reader.warnings };
}

/** A value, or why it is ignored. */
type Parsed<T> = { readonly value: T } | { readonly problem: string };

class OtelReader {
  readonly warnings: string[] = [];

  constructor(private readonly env: Environment) {}

  /** The first of the variables that is set and can be read. */
  read<T>(names: readonly string[], parse: (text: string) => Parsed<T>): T | undefined {
    for (const name of names) {
      const text = (this.env[name] ?? '').trim();
      if (text === '') continue;
      const parsed = parse(text);
      if ('value' in parsed) return parsed.value;
      this.warnings.push(`${name} is ignored: ${parsed.problem}`);
    }
    return undefined;
  }

  exporter<T>(suffix: string, parse: (text: string) => Parsed<T>): T | undefined {
    return this.read([`OTEL_EXPORTER_OTLP_TRACES_${suffix}`, `OTEL_EXPORTER_OTLP_${suffix}`], parse);
  }

  /**
   * For traces the URL stands as it is; the general one is a base, and the path of the signal is appended to its path.
   */
  endpoint(): readonly string[] | undefined {
    const url =
      this.read(['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'], (text) => parseUrl(text, '')) ??
      this.read(['OTEL_EXPORTER_OTLP_ENDPOINT'], (text) => parseUrl(text, 'v1/traces'));
    return url === undefined ? undefined : [url];
  }
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
  try {
    const texts = pairs.map(([key, value]) => `${key}=${value}`);
    return { value: readOptionValue({ kind: 'headers', about: '' }, 'the list', texts) as ReadonlyMap<string, string> };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function parseAttributes(text: string): Parsed<ReadonlyMap<string, string>> {
  const pairs = splitPairs(text);
  if (pairs !== undefined) return { value: new Map(pairs) };
  return { problem: 'it is not a list such as k=v,k2=v2 with percent-encoded values.' };
}

function parseProtocol(text: string): Parsed<string> {
  if (text !== 'grpc') return parseWord(text, ['http/protobuf', 'http/json']);
  return {
    problem: 'spanbridge sends OTLP over HTTP, not over gRPC. Set it to http/protobuf, with the HTTP port (4318).',
  };
}

function parseWord(text: string, words: readonly string[]): Parsed<string> {
  return words.includes(text) ? { value: text } : { problem: `"${text}" is none of ${words.join(', ')}.` };
}

function parseTimeout(text: string): Parsed<number> {
  const timeoutMs = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return timeoutMs >= 1 && timeoutMs < 2 ** 31
    ? { value: timeoutMs }
    : { problem: `"${text}" is not a number of milliseconds greater than 0.` };
}
