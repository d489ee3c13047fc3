import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { startServer } from '@spanbridge/server';
import { freshDirectory } from '../../../otlp/test/support/fresh-directory.js';
import { diagnose, type DiagnoseOptions } from '../../src/doctor/diagnose.js';
import type { Finding } from '../../src/doctor/finding.js';

async function findingsOf(options: Partial<DiagnoseOptions> & { readonly tracesUrl: string }): Promise<Finding[]> {
  const findings: Finding[] = [];
  const examination = diagnose({ source: 'as configured', projectFolder: freshDirectory(), ...options });
  for await (const finding of examination) findings.push(finding);
  return findings;
}

it('finds nothing wrong with the local backend, and reads the probe back from it', async () => {
  const server = await startServer({ port: 0, warn: () => undefined });
  try {
    const findings = await findingsOf({ tracesUrl: `${server.url}/v1/traces` });
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual([
      'node ok',
      'endpoint ok',
      'delivery ok',
      'read-back ok',
    ]);
  } finally {
    await server.close();
  }
});

it('tells a port of gRPC from one of HTTP, and what to use instead', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const findings = await findingsOf({ tracesUrl: `http://127.0.0.1:${port}/v1/traces` });
    expect(findings.at(-1)).toMatchObject({
      check: 'delivery',
      level: 'fault',
      remedy: expect.stringContaining('4318') as string,
    });
  } finally {
    server.close();
  }
});

it.each([
  ['v18.20.0', 'fault'],
  ['20.18.9', 'fault'],
  ['20.19.0', 'ok'],
  ['v24.1.0', 'ok'],
])('Node %s is %s', async (nodeVersion, level) => {
  const [finding] = await findingsOf({ tracesUrl: 'http://127.0.0.1:1/v1/traces', nodeVersion });
  expect(finding).toMatchObject({ check: 'node', level });
});

it('ends at the delivery when nothing listens', async () => {
  const findings = await findingsOf({ tracesUrl: 'http://127.0.0.1:1/v1/traces' });
  expect(findings.at(-1)).toMatchObject({ check: 'delivery', level: 'fault' });
  expect(findings.at(-1)?.message).toContain('nothing listens there');
});
