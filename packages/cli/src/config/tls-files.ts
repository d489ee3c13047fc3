import { readFileSync } from 'node:fs';
import type { ShipOptions } from '@spanbridge/sdk';
import { cliError } from '../errors.js';

/** The files that options or variables name for TLS. */
export interface TlsFiles {
  readonly certificate?: string;
  readonly clientKey?: string;
  readonly clientCertificate?: string;
}

/**
 * The certificates of a run; undefined when no file is named.
 *
 * @throws SpanbridgeError when a file cannot be read: a connection with less than was asked for must not be made
 */
export function readTlsFiles(files: TlsFiles): ShipOptions['tls'] {
  const { certificate, clientKey, clientCertificate } = files;
  if (certificate === undefined && clientKey === undefined && clientCertificate === undefined) return undefined;
  if ((clientKey === undefined) !== (clientCertificate === undefined)) {
    throw cliError('INVALID_OPTION', 'A client certificate needs its key: name both, or neither.');
  }
  return {
    ...(certificate === undefined ? {} : { ca: readPem(certificate) }),
    ...(clientKey === undefined ? {} : { key: readPem(clientKey) }),
    ...(clientCertificate === undefined ? {} : { cert: readPem(clientCertificate) }),
  };
}

function readPem(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw cliError('INVALID_OPTION', `The certificate file ${JSON.stringify(path)} cannot be read (${code}).`);
  }
  if (text.includes('-----BEGIN ')) return text;
  throw cliError('INVALID_OPTION', `The file ${JSON.stringify(path)} is no certificate or key in PEM.`);
}
