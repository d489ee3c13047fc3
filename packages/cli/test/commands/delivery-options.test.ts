import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliveryOptions, endpointsOf } from '../../src/commands/delivery-options.js';

describe('deliveryOptions', () => {
  it('has nothing but the endpoint when nothing is set', () => {
    expect(deliveryOptions({})).toEqual({ endpoints: [{ tracesUrl: 'http://127.0.0.1:4318/v1/traces' }] });
    expect(endpointsOf({ endpoint: ['http://a/x', 'http://b/y'] })).toEqual(['http://a/x', 'http://b/y']);
  });

  it('names everything as the sdk does', () => {
    const directory = mkdtempSync(join(tmpdir(), 'spanbridge-delivery-'));
    const certificate = join(directory, 'ca.pem');
    writeFileSync(certificate, '-----BEGIN CERTIFICATE-----\n');
    try {
      expect(
        deliveryOptions({
          endpoint: ['https://a/x'],
          header: new Map([['__proto__', 'x']]),
          protocol: 'http/json',
          compression: 'gzip',
          deadLetter: 'dead.jsonl',
          retryFor: 1,
          timeout: 2,
          batchSize: 3,
          concurrency: 4,
          certificate,
        }),
      ).toEqual({
        endpoints: [{ tracesUrl: 'https://a/x' }],
        headers: Object.fromEntries([['__proto__', 'x']]),
        protocol: 'http/json',
        compression: 'gzip',
        deadLetter: 'dead.jsonl',
        retryForMs: 1,
        timeoutMs: 2,
        batchSize: 3,
        concurrency: 4,
        tls: { ca: '-----BEGIN CERTIFICATE-----\n' },
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
