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
        follow: true,
        fromEnd: true,
        checkpoint: 'state',
        spool: 'kept',
        pendingTimeout: 0,
        provisional: 'log',
        provisionalMinAge: 2000,
        provisionalHeartbeat: 3000,
        logsEndpoint: 'http://b/logs',
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
      follow: true,
      startAt: 'end',
      checkpoint: 'state',
      spool: 'kept',
      pendingTimeoutMs: 0,
      provisional: 'log',
      provisionalMinAgeMs: 2000,
      provisionalHeartbeatMs: 3000,
      logsUrl: 'http://b/logs',
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

  it.each([
    [{ fromStart: true, fromEnd: true }, '--from-start and --from-end contradict each other.'],
    [{ follow: true, dryRun: true }, '--dry-run shows what is there and ends; --follow does not end.'],
    [{ follow: true, verify: true }, '--verify reads back at the end, and --follow has none.'],
    [{ certificate: '/gone/ca.pem' }, 'The certificate file "/gone/ca.pem" cannot be read (ENOENT).'],
  ])('refuses %j before anything is read', async (settings, message) => {
    const { shipFiles, calls } = fakeShipFiles(shipResult());
    const { host } = fakeHost({ services: { shipFiles } });
    await expect(ship(['a.jsonl'], settings, host)).rejects.toThrow(message);
    expect(calls).toEqual([]);
  });

  const started = { type: 'started', stateDirectory: '/state/abc', spoolDirectory: '/state/abc/outbox' } as const;

  it('says what it follows and where its state lies, once it has begun', async () => {
    const { stdout, stderr } = await run({ settings: { follow: true, json: true }, events: [started] });
    expect(stderr()).toBe('Following a.jsonl. Ctrl-C ends; the next run goes on there, by its state in /state/abc.\n');
    expect(stdout().split('\n')).toHaveLength(2);
  });

  it('says nothing of it with --quiet, or when it does not follow', async () => {
    expect((await run({ settings: { follow: true, quiet: true }, events: [started] })).stderr()).toBe('');
    expect((await run({ settings: { checkpoint: '/state/abc' }, events: [started] })).stderr()).toBe('');
  });

  it('tells a terminal after the signal that it waits for backends, and takes that away at its end', async () => {
    const terminal = { isTerminal: true };
    const { stderr } = await run({ settings: { follow: true }, signal: 'SIGINT', host: terminal });
    expect(stderr()).toBe(
      '\r\u001b[KEnding: backends have a few seconds more. A second Ctrl-C ends at once.\r\u001b[K',
    );
    const piped = await run({ settings: { follow: true }, signal: 'SIGINT' });
    expect(piped.stderr()).toBe('');
  });

  it.each([
    [{}, { unsent: 2 }, '2 spans not sent; they are still in the input. Run the same command again'],
    [{ checkpoint: 'x' }, { unsent: 2 }, '2 spans not sent; they are kept with the checkpoint. Run the same command'],
    [{ spool: 'x' }, { spooled: 2 }, '2 spans not sent; they are in the spool. `spanbridge spool replay x` sends them'],
    [
      { spool: 'x' },
      { spooled: 2, unsent: 1 },
      '3 spans not sent; they are in the spool, 1 of them in the input only.',
    ],
  ])('with %j says where the spans are that were not sent', async (settings, columns, message) => {
    const result = shipResult({ outcome: 'unreachable', summary: { spans: 3, ...columns } });
    const { code, stderr } = await run({ result, settings });
    expect(code).toBe(3);
    expect(stderr()).toContain(message);
  });

  it('ends with 143 after a signal, also when spans are spooled', async () => {
    const result = shipResult({ outcome: 'aborted', summary: { spans: 2, spooled: 2 } });
    expect((await run({ result, settings: { spool: 'x', follow: true }, signal: 'SIGTERM' })).code).toBe(143);
  });

  it('does not warn of unfinished spans when a checkpoint remembers them', async () => {
    const result = shipResult({ summary: { spans: 2, accepted: 2, unfinished: 1 } });
    const { stderr } = await run({ result, settings: { quiet: true, checkpoint: 'state' } });
    expect(stderr()).toBe('');
  });

  it('does not warn of the unfinished spans of a crash file, which grows no more', async () => {
    const summary = { records: 2, spans: 2, accepted: 2, unfinished: 2 };
    const { stderr } = await run({ result: shipResult({ summary, formats: { crash: 2 } }), settings: { quiet: true } });
    expect(stderr()).toBe('');
    const mixed = shipResult({ summary: { ...summary, records: 3 }, formats: { crash: 2, 'tracer-meta': 1 } });
    expect((await run({ result: mixed, settings: { quiet: true } })).stderr()).toContain('had no end in the input');
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
