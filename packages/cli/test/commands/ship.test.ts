import type { ShipEvent, ShipResult } from '@spanbridge/sdk';
import { ship } from '../../src/commands/ship.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeHost, type FakeHostOptions, fakeShipFiles, shipResult } from '../support/fake-host.js';

interface Run {
  readonly settings?: CommandSettings<'ship'>;
  readonly result?: ShipResult;
  readonly events?: readonly ShipEvent[];
  readonly host?: FakeHostOptions;
  readonly signal?: 'SIGINT' | 'SIGTERM';
}

async function run({ settings = {}, result = shipResult(), events = [], host: options = {}, signal }: Run) {
  const service = fakeShipFiles(result, ({ onEvent }) => {
    for (const event of events) onEvent?.(event);
    if (signal !== undefined) fake.interrupt(signal);
  });
  const fake = fakeHost({ ...options, services: { shipFiles: service.shipFiles, ...options.services } });
  const code = await ship(['a.jsonl'], settings, fake.host);
  return { ...fake, code, call: service.calls[0] };
}

const DELIVERED = shipResult({ summary: { lines: 9, records: 9, spans: 2, traces: 1, accepted: 2 } });

describe('ship', () => {
  it('hands all settings to shipFiles under its names', async () => {
    const { call } = await run({
      settings: {
        format: 'tracer-meta',
        endpoint: ['http://a:4318/'],
        header: new Map([['authorization', 'Bearer x']]),
        protocol: 'http/json',
        compression: 'gzip',
        service: 'shop',
        resource: new Map([['__proto__', 'x']]),
        namespace: 'blue',
        deadLetter: 'lost.jsonl',
        retryFor: 60_000,
        timeout: 5000,
        batchSize: 100,
        concurrency: 2,
        quiet: true,
      },
    });
    expect(call).toMatchObject({
      inputs: ['a.jsonl'],
      format: 'tracer-meta',
      endpoints: [{ tracesUrl: 'http://a:4318/' }],
      headers: { authorization: 'Bearer x' },
      protocol: 'http/json',
      compression: 'gzip',
      serviceName: 'shop',
      namespace: 'blue',
      deadLetter: 'lost.jsonl',
      retryForMs: 60_000,
      timeoutMs: 5000,
      batchSize: 100,
      concurrency: 2,
    });
    expect(Object.keys(call?.resource ?? {})).toEqual(['__proto__']);
  });

  it('leaves out what is not set, so that each default has one home', async () => {
    const { call } = await run({ settings: { quiet: true } });
    expect(call?.endpoints).toEqual([{ tracesUrl: 'http://127.0.0.1:4318/v1/traces' }]);
    expect(Object.keys(call ?? {}).sort()).toEqual(['endpoints', 'inputs', 'onEvent', 'signal', 'stdin']);
  });

  it('reads stdin when nothing is named and something is piped in', async () => {
    const { shipFiles, calls } = fakeShipFiles(shipResult({ summary: { bytesRead: 20 } }));
    const { host } = fakeHost({ services: { shipFiles }, isStdinTerminal: false });
    await ship([], { quiet: true }, host);
    expect(calls[0]?.inputs).toEqual(['-']);
  });

  it('takes an empty stdin that nobody named for a forgotten argument', async () => {
    const { shipFiles } = fakeShipFiles(shipResult());
    const { host } = fakeHost({ services: { shipFiles }, isStdinTerminal: false });
    await expect(ship([], {}, host)).rejects.toMatchObject({ code: 'NO_INPUT' });
    await expect(ship(['-'], { quiet: true }, host)).resolves.toBe(0);
  });

  it('does not wait for somebody to type records', async () => {
    await expect(ship([], {}, fakeHost().host)).rejects.toMatchObject({ code: 'NO_INPUT' });
  });

  it('prints the account to stdout and nothing to stderr when all went well', async () => {
    const { code, stdout, stderr } = await run({ settings: { quiet: true }, result: DELIVERED });
    expect(code).toBe(0);
    expect(stdout()).toContain('Delivered  2 of 2 to http://127.0.0.1:4318/v1/traces\n');
    expect(stderr()).toBe('');
  });

  it('says where to look when this project listens', async () => {
    const services = { fetch: () => Promise.resolve(new Response('<title>spanbridge</title>')) };
    const { stdout } = await run({ result: DELIVERED, host: { services } });
    expect(stdout()).toMatch(/\nLook {7}http:\/\/127\.0\.0\.1:4318\/\n$/);
  });

  it('has the summary as the last line with --json and asks nobody for a page', async () => {
    const { stdout } = await run({ settings: { json: true }, result: DELIVERED });
    const last: unknown = JSON.parse(stdout().trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ type: 'summary', lines: 9, accepted: 2 });
  });

  it('ends with 1 when spans were refused or dropped', async () => {
    expect((await run({ result: shipResult({ summary: { spans: 2, refused: 2 } }) })).code).toBe(1);
    expect((await run({ result: shipResult({ summary: { spans: 1, dropped: 1 } }) })).code).toBe(1);
  });

  it('passes warnings on to stderr, safe to print', async () => {
    const { stdout, stderr } = await run({ events: [{ type: 'warning', message: 'The backend said \u001b[2J' }] });
    expect(stderr()).toBe('The backend said ␛[2J\n');
    expect(stdout()).not.toContain('The backend said');
  });

  it('minds rejected records only with --strict', async () => {
    const result = shipResult({ summary: { lines: 1, rejected: 1 } });
    expect((await run({ result })).code).toBe(0);
    expect((await run({ result, settings: { strict: true } })).code).toBe(1);
  });

  it('ends with 3 when the backend cannot be reached, and says which, why and what to do', async () => {
    const result = shipResult({
      outcome: 'unreachable',
      lastError: 'connect ECONNREFUSED 127.0.0.1:4318',
      summary: { spans: 2, refused: 0, unsent: 2 },
    });
    const { code, stderr } = await run({ result });
    expect(code).toBe(3);
    expect(stderr()).toContain('http://127.0.0.1:4318/v1/traces');
    expect(stderr()).toContain('connect ECONNREFUSED 127.0.0.1:4318');
    expect(stderr()).toContain('--endpoint');
  });

  it('ranks a signal over an unreachable backend, and that over refused spans', async () => {
    const result = shipResult({ outcome: 'unreachable', summary: { spans: 2, refused: 1, unsent: 1 } });
    expect((await run({ result })).code).toBe(3);
    expect((await run({ result, signal: 'SIGTERM' })).code).toBe(143);
    expect((await run({ result, signal: 'SIGINT' })).code).toBe(130);
  });

  it('still prints the summary after a signal', async () => {
    const result = shipResult({ outcome: 'aborted', summary: { spans: 2, unsent: 2 } });
    const { stdout } = await run({ result, signal: 'SIGINT', settings: { json: true } });
    expect(stdout()).toContain('"type":"summary"');
  });

  it('warns when unfinished spans were sent, because the file may still grow', async () => {
    const result = shipResult({ summary: { spans: 2, accepted: 2, unfinished: 1 } });
    const { stderr } = await run({ result, settings: { quiet: true } });
    expect(stderr()).toMatch(
      /^1 span had no end in the input and left as unfinished\. A file that is shipped again after/,
    );
  });

  it('ends a dry run when nobody reads its output any more, but never a delivery', async () => {
    const aborted = async (dryRun: boolean) => {
      const { shipFiles, calls } = fakeShipFiles(shipResult());
      const fake = fakeHost({ services: { shipFiles } });
      const running = ship(['a.jsonl'], { dryRun }, fake.host);
      fake.closeStdout();
      await running;
      return calls[0]?.signal?.aborted;
    };
    expect(await aborted(true)).toBe(true);
    expect(await aborted(false)).toBe(false);
  });
});
