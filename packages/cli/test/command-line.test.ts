import { SpanbridgeError } from '@spanbridge/core';
import { runCommandLine } from '../src/command-line.js';
import { fakeHost, fakeShipFiles, shipResult } from './support/fake-host.js';

describe('runCommandLine', () => {
  it('refuses a command that this version does not have, and says which there are', async () => {
    const { host, stderr } = fakeHost();
    expect(await runCommandLine(['analyze', 'a.jsonl'], host)).toBe(2);
    expect(stderr()).toBe(
      'spanbridge: unknown command "analyze"; this version has: ship, view, spool, dev, demo, doctor, run.\n',
    );
  });

  it('offers the command that was meant', async () => {
    const { host, stderr } = fakeHost();
    expect(await runCommandLine(['shp'], host)).toBe(2);
    expect(stderr()).toContain('Did you mean "ship"?');
  });

  it('runs an action of spool with the settings of its own', async () => {
    const calls: unknown[] = [];
    const replaySpool = (options: unknown): never => {
      calls.push(options);
      throw new SpanbridgeError('SPOOL_NOT_FOUND', '"kept" does not exist.');
    };
    // What spans are called was decided when they were written: a bad value of ship is not the business of a replay.
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318', OTEL_SERVICE_NAME: 'x', SPANBRIDGE_FORMAT: 'nonsense' };
    const { host, stderr } = fakeHost({ services: { replaySpool }, env });
    expect(await runCommandLine(['spool', 'replay', 'kept', '--retry-for', '1s'], host)).toBe(2);
    expect(calls).toEqual([
      expect.objectContaining({
        directory: 'kept',
        endpoints: [{ tracesUrl: 'http://a:4318/v1/traces' }],
        retryForMs: 1000,
      }),
    ]);
    expect(stderr()).toBe('spanbridge: "kept" does not exist.\n');
  });

  it.each([[[]], [['--port', '0']]])('runs dev for %j', async (args) => {
    const asked: unknown[] = [];
    const startServer = (options: unknown): never => {
      asked.push(options);
      throw new SpanbridgeError('LISTEN_FAILED', 'No address. Choose another.');
    };
    const { host, stderr } = fakeHost({ services: { startServer } });
    expect(await runCommandLine(args, host)).toBe(2);
    expect(asked).toHaveLength(1);
    expect(stderr()).toBe('spanbridge: No address. Choose another.\n');
  });

  it('prints help to stdout and ends with 0', async () => {
    const { host, stdout, stderr } = fakeHost();
    expect(await runCommandLine(['ship', '--help'], host)).toBe(0);
    expect(stdout()).toContain('Usage: spanbridge ship [options] [INPUT...]');
    expect(stderr()).toBe('');
  });

  it('understands help as a word', async () => {
    const { host, stdout } = fakeHost();
    expect(await runCommandLine(['help', 'view'], host)).toBe(0);
    expect(stdout()).toContain('Usage: spanbridge view');
    expect(await runCommandLine(['help'], host)).toBe(0);
  });

  it('tells wrong usage in one line, with nothing of it raw', async () => {
    const { host, stdout, stderr } = fakeHost();
    expect(await runCommandLine(['ship', '--evil\u001b[2J\noption'], host)).toBe(2);
    expect(stdout()).toBe('');
    expect(stderr()).toMatch(/^spanbridge: unknown option '--evil␛\[2J option'\. .*lists commands and options\.\n$/);
  });

  it('does not run a command whose settings are wrong', async () => {
    const { shipFiles, calls } = fakeShipFiles(shipResult());
    const { host, stderr } = fakeHost({ services: { shipFiles }, env: { SPANBRIDGE_TIMEOUT: '10' } });
    expect(await runCommandLine(['ship', 'a.jsonl'], host)).toBe(2);
    expect(calls).toEqual([]);
    expect(stderr()).toContain('SPANBRIDGE_TIMEOUT "10" is not a duration.');
  });

  it('tells several mistakes in lines of their own, indented so that none passes for a line of ours', async () => {
    const shipFiles = (): never => {
      throw new SpanbridgeError('INPUT_NOT_FOUND', '"a" does not exist.\nspanbridge: "b" does not exist.');
    };
    const { host, stderr } = fakeHost({ services: { shipFiles } });
    expect(await runCommandLine(['ship', 'a', 'b'], host)).toBe(2);
    expect(stderr()).toBe('spanbridge: "a" does not exist.\n  spanbridge: "b" does not exist.\n');
  });

  it('calls an error that nobody raised on purpose a bug', async () => {
    const shipFiles = (): never => {
      throw new TypeError('x is undefined');
    };
    const { host, stderr } = fakeHost({ services: { shipFiles } });
    expect(await runCommandLine(['ship', 'a.jsonl'], host)).toBe(1);
    expect(stderr()).toMatch(/^spanbridge: This is a bug\..*\nTypeError: x is undefined\n/);
  });
});
