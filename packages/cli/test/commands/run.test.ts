import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@spanbridge/server';
import { run } from '../../src/commands/run.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeHost } from '../support/fake-host.js';

/** A program that is its own exporter: it posts a child of the span that its environment names. */
const PROGRAM = `
  const [, traceId, parentSpanId] = process.env.TRACEPARENT.split('-');
  const now = BigInt(Date.now()) * 1000000n;
  const span = { traceId, spanId: '00f067aa0ba902b7', parentSpanId, name: 'work', kind: 1,
    startTimeUnixNano: String(now), endTimeUnixNano: String(now + 1000n) };
  const attributes = [{ key: 'service.name', value: { stringValue: process.env.OTEL_SERVICE_NAME } }];
  const body = JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }] });
  const headers = { 'content-type': 'application/json' };
  fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces', { method: 'POST', headers, body })
    .then(() => process.exit(5));
`;

function program(): { readonly command: string[]; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'spanbridge-run-'));
  const path = join(directory, 'app.mjs');
  writeFileSync(path, PROGRAM);
  const remove = (): void => {
    rmSync(directory, { recursive: true });
  };
  return { command: [process.execPath, path], remove };
}

async function runIt(settings: CommandSettings<'run'>, services: object = {}) {
  const { command, remove } = program();
  const fake = fakeHost({ env: process.env, services: { spawn, fetch, startServer, ...services } });
  try {
    return { code: await run(command, settings, fake.host), ...fake };
  } finally {
    remove();
  }
}

describe('run', () => {
  it('shows the trace of the program under the run, on stderr, and ends with its exit code', async () => {
    const { code, stdout, stderr } = await runIt({ port: 0, service: 'shop' });
    expect(code).toBe(5);
    expect(stdout()).toBe('');
    expect(stderr()).toMatch(/run node\s+█/);
    expect(stderr()).toMatch(/└ work/);
    expect(stderr()).toContain('exit code 5');
    expect(stderr()).toContain('--keep keeps the page');
  });

  it('says nothing with --quiet', async () => {
    const { code, stderr } = await runIt({ port: 0, quiet: true });
    expect([code, stderr()]).toEqual([5, '']);
  });

  it('uses a backend that runs already, leaves it running, and names its page', async () => {
    const server = await startServer({ port: 0, warn: () => undefined });
    try {
      const unexpected = (): never => {
        throw new Error('started another');
      };
      const { code, stderr } = await runIt({ port: server.port }, { startServer: unexpected });
      expect(code).toBe(5);
      expect(stderr()).toContain(`Page: ${server.url}/#/trace/`);
      expect((await fetch(server.url)).status).toBe(200);
    } finally {
      await server.close();
    }
  });

  it('tells of a program that cannot be run', async () => {
    const fake = fakeHost({ env: process.env, services: { spawn, fetch, startServer } });
    expect(await run(['/nowhere/at/all'], { port: 0 }, fake.host)).toBe(127);
    expect(fake.stderr()).toContain('/nowhere/at/all cannot be run: spawn /nowhere/at/all ENOENT');
  });
});
