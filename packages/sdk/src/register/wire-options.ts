import type { OtlpEncoding, OtlpSpanExporterOptions, TlsMaterial } from '@spanbridge/otlp';
import type { OtlpSettings } from '../config/otlp-env.js';
import { readPemFile } from '../config/pem-file.js';

/** Of the options of an exporter, those that say how requests are made. */
export type WireOptions = Pick<OtlpSpanExporterOptions, 'url' | 'compression' | 'timeoutMs' | 'tls' | 'encoding'>;

/** What the variables of one signal say about its requests; what cannot be used is told in `warnings`. */
export function toWireOptions(settings: OtlpSettings, warnings: string[]): WireOptions {
  const { url, compression, timeoutMs, protocol } = settings;
  const encoding: OtlpEncoding | undefined = protocol === 'http/json' ? 'json' : undefined;
  return withoutUndefined({ url, compression, timeoutMs, tls: readTls(settings, warnings), encoding });
}

/** A file that cannot be read is told and left out: without it the connection trusts, or is trusted, less, not more. */
function readTls(settings: OtlpSettings, warnings: string[]): TlsMaterial | undefined {
  const { certificate, clientKey, clientCertificate } = settings;
  const read = (path: string | undefined): string | undefined => {
    if (path === undefined) return undefined;
    const pem = readPemFile(path);
    if ('value' in pem) return pem.value;
    warnings.push(`${pem.problem} It is ignored.`);
    return undefined;
  };
  const tls = withoutUndefined({ ca: read(certificate), key: read(clientKey), cert: read(clientCertificate) });
  if ((tls.key === undefined) !== (tls.cert === undefined)) {
    warnings.push('OTEL_EXPORTER_OTLP_CLIENT_KEY and _CLIENT_CERTIFICATE belong together. Neither is used.');
    return tls.ca === undefined ? undefined : { ca: tls.ca };
  }
  return Object.keys(tls).length === 0 ? undefined : tls;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Options that were given as undefined are not given. */
export function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
