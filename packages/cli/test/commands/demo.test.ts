import { SpanbridgeError } from '@spanbridge/core';
import type { ShipResult } from '@spanbridge/sdk';
import { demo } from '../../src/commands/demo.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeHost, fakeShipFiles, shipResult } from '../support/fake-host.js';
import { fakeServer } from '../support/fake-server.js';
import { fakeSpan } from '../support/fake-span.js';

const DONE = shipResult({ summary: { records: 88, spans: 24, traces: 8, accepted: 24 } });
const TAKEN = new SpanbridgeError('PORT_IN_USE', 'Port 4318 of 127.0.0.1 is in use.');

const SMALL = fakeSpan({ traceId: 'a'.repeat(32), name: 'small' });
const LARGE = ['01', '02'].map((digits) =>
  fakeSpan({ traceId: 'b'.repeat(32), spanId: digits.repeat(8), name: 'large', startSeconds: 2_000_000_000 }),
);

function prepare(options: { readonly isPortTaken?: boolean; readonly result?: ShipResult } = {}) {
  const service = fakeShipFiles(options.result ?? DONE);
  const server = fakeServer(({ port }) => (options.isPortTaken === true && port !== 0 ? TAKEN : undefined));
  const { reasons, formats, summary } = DONE;
  const fake = fakeHost({
    services: {
      shipFiles: service.shipFiles,
      startServer: server.startServer,
      readSpans: () => Promise.resolve({ spans: [SMALL, ...LARGE], summary, reasons, formats, truncated: false }),
      fetch: () => Promise.reject(new Error('refused')),
    },
  });
  const run = (settings: CommandSettings<'demo'>) => demo(settings, fake.host);
  return { ...fake, server, run, calls: service.calls };
}

describe('demo', () => {
  it('ships the samples, draws the largest trace and prints the address of the page', async () => {
    const { run, stdout, calls, server } = prepare();
    expect(await run({ once: true })).toBe(0);
    const names = calls[0]?.inputs.map((input) => input.split(/[\\/]/).at(-1));
    expect(names).toEqual(['01_initial.jsonl', '02_simple.jsonl', 'vscode_format_example.jsonl']);
    expect(calls[0]).toMatchObject({ endpoints: ['http://127.0.0.1:4318/v1/traces'], serviceName: 'demo' });
    expect(stdout()).toContain('█');
    expect(stdout()).toContain('large');
    expect(stdout()).not.toContain('small');
    expect(stdout()).toContain('88 records → 24 spans in 8 traces → 24 delivered over OTLP\n');
    expect(stdout()).toContain('http://127.0.0.1:4318/\n');
    expect(server.closed()).toBe(1);
  });

  it('takes a free port when the usual one is taken', async () => {
    const { run, stdout, stderr } = prepare({ isPortTaken: true });
    expect(await run({ once: true })).toBe(0);
    expect(stdout()).toContain('http://127.0.0.1:50000/\n');
    expect(stderr()).toContain('Port 4318 is taken');
  });

  it('does not take another port than the one it was told', async () => {
    const { run } = prepare({ isPortTaken: true });
    await expect(run({ once: true, port: 4444 })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  });

  it('serves until a signal without --once, and says so', async () => {
    const { run, stdout, interrupt, server } = prepare();
    const running = run({});
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.closed()).toBe(0);
    interrupt('SIGINT');
    expect(await running).toBe(130);
    expect(server.closed()).toBe(1);
    expect(stdout()).toContain('Ctrl-C ends it.');
  });

  it('ends with the code of what went wrong', async () => {
    expect(await prepare({ result: shipResult({ outcome: 'unreachable' }) }).run({})).toBe(3);
    expect(await prepare({ result: shipResult({ summary: { refused: 1 } }) }).run({})).toBe(1);
  });
});
