import type { ReplayOptions, ShipResult } from '@spanbridge/sdk';
import { spoolReplay } from '../../src/commands/spool-replay.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeHost, type FakeHostOptions, shipResult } from '../support/fake-host.js';

interface Run {
  readonly settings?: CommandSettings<'spool replay'>;
  readonly result?: ShipResult;
  readonly act?: (options: ReplayOptions) => void;
  readonly host?: FakeHostOptions;
  readonly signal?: 'SIGINT' | 'SIGTERM';
}

async function run({ settings = {}, result = shipResult(), act, host = {}, signal }: Run) {
  const calls: ReplayOptions[] = [];
  const replaySpool = (options: ReplayOptions): Promise<ShipResult> => {
    calls.push(options);
    act?.(options);
    if (signal !== undefined) fake.interrupt(signal);
    return Promise.resolve(result);
  };
  const fake = fakeHost({ ...host, services: { replaySpool } });
  const code = await spoolReplay('kept', settings, fake.host);
  return { code, call: calls[0], stdout: fake.stdout(), stderr: fake.stderr() };
}

const DELIVERED = shipResult({ summary: { spans: 2, accepted: 2, bytesRead: 3200, durationMs: 85 } });
const UNREACHABLE = shipResult({
  outcome: 'unreachable',
  lastError: 'Connection refused.',
  summary: { spans: 3, accepted: 1, spooled: 2 },
});

describe('spool replay', () => {
  it('hands directory and delivery over, and gives an account', async () => {
    const { code, call, stdout, stderr } = await run({
      settings: { endpoint: ['http://a:4318/v1/traces'], retryFor: 1000 },
      result: DELIVERED,
    });
    expect(code).toBe(0);
    expect(call).toMatchObject({
      directory: 'kept',
      endpoints: [{ tracesUrl: 'http://a:4318/v1/traces' }],
      retryForMs: 1000,
    });
    expect(stdout).toBe('Spool      kept: 2 spans (3.2 kB) in 85 ms\nDelivered  2 of 2 to http://a:4318/v1/traces\n');
    expect(stderr).toBe('');
  });

  it('has the summary of the contract as the last line with --json', async () => {
    const { stdout } = await run({ settings: { json: true }, result: DELIVERED });
    expect(JSON.parse(stdout)).toEqual(DELIVERED.summary);
  });

  it('ends with 3 when the backend does not take them, and says that the rest stays', async () => {
    const { code, stderr } = await run({ result: UNREACHABLE });
    expect(code).toBe(3);
    expect(stderr).toBe(
      'spanbridge: The backend at http://127.0.0.1:4318/v1/traces does not take the spans. Connection refused.\n' +
        '2 spans stay in the spool. Run the same command again; it goes on there.\n',
    );
  });

  it('ends with 1 when spans were refused or are damaged, and with the code of a signal before all', async () => {
    expect((await run({ result: shipResult({ summary: { spans: 1, refused: 1 } }) })).code).toBe(1);
    expect((await run({ result: shipResult({ summary: { spans: 1, dropped: 1 } }) })).code).toBe(1);
    expect((await run({ result: UNREACHABLE, signal: 'SIGTERM' })).code).toBe(143);
    expect((await run({ result: UNREACHABLE, signal: 'SIGINT' })).code).toBe(130);
  });

  it('shows progress on a terminal only, and takes it away before the account', async () => {
    const act = ({ onProgress }: ReplayOptions): void => onProgress?.({ settledSpans: 512, pendingSpans: 2048 });
    const { stderr } = await run({ result: DELIVERED, act, host: { isTerminal: true } });
    expect(stderr).toBe('\r\u001b[K512 of 2,048 spans\r\u001b[K');
    expect((await run({ act })).call?.onProgress).toBeUndefined();
    expect((await run({ act, settings: { quiet: true }, host: { isTerminal: true } })).stderr).toBe('');
  });

  it('passes warnings on to stderr', async () => {
    const act = ({ onEvent }: ReplayOptions): void => onEvent?.({ type: 'warning', message: 'slow\u001b[2J' });
    expect((await run({ act })).stderr).toBe('slow␛[2J\n');
  });
});
