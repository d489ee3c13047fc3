import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPemFile } from '../../src/config/pem-file.js';

describe('readPemFile', () => {
  it('reads PEM, and says what is wrong with anything else', () => {
    const directory = mkdtempSync(join(tmpdir(), 'pem-'));
    try {
      writeFileSync(join(directory, 'a.pem'), '-----BEGIN CERTIFICATE-----\n');
      writeFileSync(join(directory, 'b.pem'), 'hello');
      expect(readPemFile(join(directory, 'a.pem'))).toEqual({ value: '-----BEGIN CERTIFICATE-----\n' });
      expect(JSON.stringify(readPemFile(join(directory, 'b.pem')))).toContain('no certificate');
      expect(JSON.stringify(readPemFile(join(directory, 'c.pem')))).toContain('(ENOENT)');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
