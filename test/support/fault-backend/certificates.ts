import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates of one authority, each with its own way of being right or wrong for 127.0.0.1. */
export interface Certificates {
  /** The certificate of the authority. */
  readonly ca: string;
  readonly valid: Certificate;
  readonly expired: Certificate;
  /** For another host. */
  readonly wrongHost: Certificate;
  /** Signed by nobody but itself. */
  readonly selfSigned: Certificate;
}

/** Whether certificates can be made on this machine. */
export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

/** Makes new certificates with `openssl`; throws when it does not. */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'spanbridge-tls-'));
  try {
    const workshop = new Workshop(directory);
    workshop.openAuthority();
    return {
      ca: workshop.read('ca.pem'),
      valid: workshop.issue('valid', '127.0.0.1', '20991231235959Z'),
      expired: workshop.issue('expired', '127.0.0.1', '20200102000000Z'),
      wrongHost: workshop.issue('wrong-host', '192.0.2.1', '20991231235959Z'),
      selfSigned: workshop.selfSign('self-signed', '127.0.0.1'),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** `openssl ca` wants its books in files; it is the command that sets a past date, in every version. */
class Workshop {
  constructor(private readonly directory: string) {}

  openAuthority(): void {
    this.write('index.txt', '');
    this.write('serial', '01\n');
    this.write(
      'ca.conf',
      [
        '[ca]\ndefault_ca=books\n[books]\ndir=.\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256',
        'policy=any\nunique_subject=no\ncopy_extensions=copy\n[any]\ncommonName=supplied\n',
      ].join('\n'),
    );
    this.selfSign('ca', undefined);
  }

  selfSign(name: string, address: string | undefined): Certificate {
    this.openssl(['req', '-x509', '-days', '1', '-subj', `/CN=${name}`, ...this.request(name, address)]);
    return { cert: this.read(`${name}.pem`), key: this.read(`${name}.key`) };
  }

  issue(name: string, address: string, notAfter: string): Certificate {
    this.openssl(['req', '-new', '-subj', `/CN=${name}`, ...this.request(name, address)]);
    const dates = ['-startdate', '20200101000000Z', '-enddate', notAfter];
    const authority = ['-config', 'ca.conf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
    this.openssl(['ca', '-batch', '-notext', ...authority, ...dates, '-in', `${name}.pem`, '-out', `${name}.signed`]);
    return { cert: this.read(`${name}.signed`), key: this.read(`${name}.key`) };
  }

  read(name: string): string {
    return readFileSync(join(this.directory, name), 'utf8');
  }

  private request(name: string, address: string | undefined): readonly string[] {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const subject = address === undefined ? [] : ['-addext', `subjectAltName=IP:${address}`];
    return [...key, '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject];
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }

  private openssl(args: readonly string[]): void {
    const { status, stderr } = spawnSync('openssl', args, { cwd: this.directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args[0] ?? ''} ended with ${String(status)}: ${stderr}`);
  }
}
