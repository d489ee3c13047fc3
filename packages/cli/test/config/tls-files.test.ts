import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTlsFiles } from '../../src/config/tls-files.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-tls-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';

describe('readTlsFiles', () => {
  it('is nothing when no file is named', () => {
    expect(readTlsFiles({})).toBeUndefined();
  });

  it('reads each file for what it is', () => {
    const named = {
      certificate: file('ca.pem', PEM),
      clientKey: file('key.pem', KEY),
      clientCertificate: file('cert.pem', `${PEM}${PEM}`),
    };
    expect(readTlsFiles(named)).toEqual({ ca: PEM, key: KEY, cert: `${PEM}${PEM}` });
    expect(readTlsFiles({ certificate: named.certificate })).toEqual({ ca: PEM });
  });

  it('refuses a client certificate without its key, and a key without its certificate', () => {
    const path = file('a.pem', PEM);
    const message = 'A client certificate needs its key: name both, or neither.';
    expect(() => readTlsFiles({ clientCertificate: path })).toThrow(message);
    expect(() => readTlsFiles({ clientKey: path })).toThrow(message);
  });

  it('refuses a file that cannot be read, with its name and the cause', () => {
    const path = join(directory, 'gone.pem');
    expect(() => readTlsFiles({ certificate: path })).toThrow(
      `The certificate file ${JSON.stringify(path)} cannot be read (ENOENT).`,
    );
  });

  it('refuses a file that is no PEM, and never shows what it holds', () => {
    const path = file('secret.der', 'hunter2');
    expect(() => readTlsFiles({ certificate: path })).toThrow(/secret\.der" is no certificate or key in PEM\.$/);
    expect(() => readTlsFiles({ certificate: path })).not.toThrow(/hunter2/);
  });
});
