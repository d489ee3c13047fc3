import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its private key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** An authority and what it has signed. */
export interface Certificates {
  readonly ca: string;
  /** For 127.0.0.1. */
  readonly server: KeyPair;
  /** For another host. */
  readonly wrongHost: KeyPair;
  /** For 127.0.0.1, valid until yesterday. */
  readonly expired: KeyPair;
  /** Of a client. */
  readonly client: KeyPair;
  /** For 127.0.0.1, signed by itself. */
  readonly selfSigned: KeyPair;
}

/** Whether this machine has the command that makes certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Makes certificates for one run of tests. Nothing of them is kept in the repository: they would expire there. */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'spanbridge-tls-'));
  const run = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const sign = (name: string, subjectAltName: string, validity: readonly string[]): KeyPair => {
    writeFileSync(join(directory, `${name}.ext`), `subjectAltName=${subjectAltName}\n`);
    run('req', '-new', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    run(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-out', `${name}.crt`, '-extfile', `${name}.ext`, ...validity],
    );
    return { cert: read(`${name}.crt`), key: read(`${name}.key`) };
  };
  try {
    run('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=Test authority');
    run(
      ...['req', '-x509', ...curve, '-keyout', 'self.key', '-out', 'self.crt', '-days', '2', '-subj', '/CN=self'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    );
    return {
      ca: read('ca.crt'),
      server: sign('server', 'IP:127.0.0.1', ['-days', '2']),
      wrongHost: sign('wrong-host', 'DNS:other.example', ['-days', '2']),
      expired: sign('expired', 'IP:127.0.0.1', ['-days', '-1']),
      client: sign('client', 'DNS:client.example', ['-days', '2']),
      selfSigned: { cert: read('self.crt'), key: read('self.key') },
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
