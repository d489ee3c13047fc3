import { readPemFile, type ShipOptions } from '@spanbridge/sdk';
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
  const read = readPemFile(path);
  if ('value' in read) return read.value;
  throw cliError('INVALID_OPTION', read.problem);
}
