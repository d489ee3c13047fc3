import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { startOtlpStub } from '../support/otlp-stub.js';
import { spansOf } from '../support/recorded-spans.js';
import { runProcess, startProcess, type ProcessResult } from '../support/run-process.js';
import { until } from '../support/until.js';

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'packages', 'cli', 'bin', 'spanbridge.js');
const RECORDS = readFileSync(join(ROOT, 'test', 'fixtures', 'tracer-meta', '02_simple.jsonl'), 'utf8');

/** Nothing listens on this port. */
const NOWHERE = 'http://127.0.0.1:1';

let recorder: OtlpRecorder;
let directory: string;

beforeEach(async () => {
  recorder = await startOtlpRecorder();
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-flow-'));
});
afterEach(async () => {
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

function command(...args: readonly string[]) {
  return { command: process.execPath, args: [CLI, ...args], cwd: directory };
}

function spanbridge(...args: readonly string[]): Promise<ProcessResult> {
  return runProcess(command(...args));
}

/** Pipes the records into a run whose backend is away. */
function spoolRecords(): Promise<ProcessResult> {
  const args = ['ship', '-', '--spool', 'kept', '--endpoint', NOWHERE, '--retry-for', '100ms', '--json'];
  return runProcess(command(...args), RECORDS);
}

function objectsOf(stdout: string): readonly Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function received(): readonly string[] {
  return spansOf(recorder.requests).map(({ spanId }) => spanId);
}

describe('stdin whose backend is away', () => {
  it('is exit 3 with everything spooled; ls shows it, export writes it, replay delivers it', async () => {
    const shipped = await spoolRecords();
    expect(shipped.exitCode).toBe(3);
    expect(objectsOf(shipped.stdout).at(-1)).toMatchObject({
      records: 9,
      spans: 2,
      spooled: 2,
      unsent: 0,
      accepted: 0,
    });
    expect(shipped.stderr).toContain('`spanbridge spool replay kept` sends them');

    const listed = await spanbridge('spool', 'ls', 'kept', '--json');
    expect(listed.exitCode).toBe(0);
    expect(objectsOf(listed.stdout).at(-1)).toMatchObject({ type: 'spool', keptSpanCount: 2, faults: [] });

    const exported = await spanbridge('spool', 'export', 'kept');
    expect([exported.exitCode, exported.stderr]).toEqual([0, '']);
    const spans = spansOf([
      {
        method: 'POST',
        path: '/v1/traces',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(exported.stdout),
      },
    ]);
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['user_conversation']));
    expect(spans).toHaveLength(2);

    const replayed = await spanbridge('spool', 'replay', 'kept', '--endpoint', recorder.url, '--json');
    expect(replayed.exitCode).toBe(0);
    expect(objectsOf(replayed.stdout).at(-1)).toMatchObject({ type: 'summary', spans: 2, accepted: 2, spooled: 0 });
    expect(spansOf(recorder.requests)).toEqual(spans);

    const again = await spanbridge('spool', 'replay', 'kept', '--endpoint', recorder.url);
    expect([again.exitCode, received().length]).toEqual([0, 2]);
    expect(again.stdout).toContain('nothing is pending');
  });

  it('is read to its end all the same, because nobody could read it again', async () => {
    const jobs = Array.from({ length: 5000 }, (_, job) => {
      const timestamp = new Date(Date.UTC(2026, 2, 1) + job).toISOString();
      const trace_id = '0af7651916cd43dd8448eb211c80319c';
      const span_id = (job + 1).toString(16).padStart(16, '0');
      return `${JSON.stringify({ __tracer_meta__: { timestamp, event: 'job', trace_id, span_id }, job })}\n`;
    });
    const args = ['ship', '-', '--spool', 'kept', '--endpoint', NOWHERE, '--retry-for', '0s', '--json'];
    const { exitCode, stdout } = await runProcess(command(...args), jobs.join(''));
    expect(exitCode).toBe(3);
    expect(objectsOf(stdout).at(-1)).toMatchObject({ lines: 5000, spans: 5000, spooled: 5000, unsent: 0 });
  });

  it('is delivered by the next run with the same spool, before what that run reads', async () => {
    await spoolRecords();
    const args = ['ship', '-', '--spool', 'kept', '--endpoint', recorder.url, '--json'];
    const next = await runProcess(command(...args), '');
    expect(next.exitCode).toBe(0);
    expect(objectsOf(next.stdout).at(-1)).toMatchObject({ records: 0, spans: 2, accepted: 2, spooled: 0 });
    expect(received()).toHaveLength(2);
  });
});

describe('spanbridge spool replay', () => {
  it('is exit 3 while the backend refuses the connection, and everything stays', async () => {
    await spoolRecords();
    const args = ['spool', 'replay', 'kept', '--retry-for', '100ms', '--json'];
    const failed = await spanbridge(...args, '--endpoint', NOWHERE);
    expect(failed.exitCode).toBe(3);
    expect(objectsOf(failed.stdout).at(-1)).toMatchObject({ spans: 2, accepted: 0, spooled: 2, unsent: 0 });
    expect(failed.stderr).toContain('2 spans stay in the spool');
    expect((await spanbridge(...args, '--endpoint', recorder.url)).exitCode).toBe(0);
    expect(received()).toHaveLength(2);
  });

  it('ends with 143 after SIGTERM, and everything stays', async () => {
    await spoolRecords();
    const stub = await startOtlpStub(() => ({ status: 503 }));
    try {
      const replaying = startProcess(command('spool', 'replay', 'kept', '--endpoint', stub.url, '--json'));
      await until(() => stub.requests.length > 0, replaying.stderr);
      replaying.kill('SIGTERM');
      const { exitCode, stdout } = await replaying.ended;
      expect(exitCode).toBe(143);
      expect(objectsOf(stdout).at(-1)).toMatchObject({ spans: 2, spooled: 2 });
    } finally {
      await stub.close();
    }
  });

  it('leaves a spool alone that a run holds, which ls can still look into', async () => {
    writeFileSync(join(directory, 'app.jsonl'), RECORDS);
    const args = ['ship', '-f', 'app.jsonl', '--checkpoint', 'state', '--endpoint', recorder.url];
    const shipper = startProcess(command(...args));
    try {
      await until(() => received().length > 0, shipper.stderr);
      const replayed = await spanbridge('spool', 'replay', 'state', '--endpoint', recorder.url);
      expect(replayed.exitCode).toBe(2);
      expect(replayed.stderr).toContain(`is in use by process ${shipper.pid}.`);
      const listed = await spanbridge('spool', 'ls', 'state');
      expect(listed.exitCode).toBe(0);
      expect(listed.stdout).toContain(`in use by process ${shipper.pid}`);
    } finally {
      shipper.kill('SIGTERM');
      expect((await shipper.ended).exitCode).toBe(143);
    }
  });
});

describe('a damaged spool', () => {
  it('is exported as far as it can be read, with the damage on stderr and exit 1', async () => {
    await spoolRecords();
    const path = join(
      directory,
      'kept',
      readdirSync(join(directory, 'kept')).find((name) => /segment$/.test(name)) ?? '',
    );
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    writeFileSync(path, bytes);
    const exported = await spanbridge('spool', 'export', 'kept', '--out', 'spans.jsonl');
    expect(exported.exitCode).toBe(1);
    expect(exported.stderr).toMatch(/0 spans written to .*spans\.jsonl\n.*damaged body/);
    const listed = await spanbridge('spool', 'ls', 'kept');
    expect([listed.exitCode, listed.stdout]).toEqual([0, expect.stringContaining('damaged')]);
    // The whole record is lost, and that is told; the replay sends nothing and does not stop at it.
    const replayed = await spanbridge('spool', 'replay', 'kept', '--endpoint', recorder.url, '--json');
    expect(replayed.exitCode).toBe(1);
    expect(objectsOf(replayed.stdout).at(-1)).toMatchObject({ spans: 2, dropped: 2, accepted: 0 });
  });
});

describe('what is no spool', () => {
  it.each([
    [['spool', 'ls', 'gone'], /"gone" does not exist/],
    [['spool', 'export', 'notes'], /"notes" is no spool: none of its files is a segment/],
    [['spool', 'replay', 'notes'], /"notes" is no spool/],
    [['spool', 'replay'], /missing required argument 'DIR'/],
    [['spool'], /spool needs an action; there are: ls, replay, export\./],
    [['spool', 'rm', 'notes'], /unknown action "rm" of spool/],
  ])('%j is exit 2', async (args, message) => {
    mkdirSync(join(directory, 'notes'));
    writeFileSync(join(directory, 'notes', 'a.txt'), '');
    const { exitCode, stdout, stderr } = await spanbridge(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });
});
