import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { startOtlpStub } from '../support/otlp-stub.js';
import { spansOf } from '../support/recorded-spans.js';
import { runProcess, startProcess, type ProcessResult, type RunningProcess } from '../support/run-process.js';
import { until } from '../support/until.js';

const CLI = join(__dirname, '..', '..', 'packages', 'cli', 'bin', 'spanbridge.js');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

let recorder: OtlpRecorder;
let directory: string;
let file: string;
const running: RunningProcess[] = [];

beforeEach(async () => {
  recorder = await startOtlpRecorder();
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-flow-'));
  file = join(directory, 'app.jsonl');
  writeFileSync(file, '');
});
afterEach(async () => {
  for (const { kill, ended } of running.splice(0)) {
    kill('SIGKILL');
    await ended;
  }
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

function idOf(job: number): string {
  return job.toString(16).padStart(16, '0');
}

function record(job: number, event: 'job.start' | 'job.end'): string {
  const timestamp = `2026-03-01T08:${String(job).padStart(2, '0')}:0${event === 'job.start' ? 0 : 1}.000000Z`;
  const provisional = event === 'job.start' ? { provisional: true } : {};
  const meta = { timestamp, event, trace_id: TRACE_ID, span_id: idOf(job), ...provisional };
  return `${JSON.stringify({ __tracer_meta__: meta })}\n`;
}

/** Writes jobs that have started and ended. */
function appendJobs(...jobs: readonly number[]): void {
  for (const job of jobs) appendFileSync(file, record(job, 'job.start') + record(job, 'job.end'));
}

function command(...args: readonly string[]) {
  return { command: process.execPath, args: [CLI, ...args], cwd: directory, env: { XDG_STATE_HOME: directory } };
}

function spanbridge(...args: readonly string[]): Promise<ProcessResult> {
  return runProcess(command(...args));
}

function start(...args: readonly string[]): RunningProcess {
  const started = startProcess(command(...args));
  running.push(started);
  return started;
}

function received(): readonly string[] {
  return spansOf(recorder.requests).map(({ spanId }) => spanId);
}

async function untilReceived(count: number, shipper: RunningProcess): Promise<void> {
  await until(
    () => received().length >= count,
    () => `The backend has ${received().join(', ')}. The shipper said: ${shipper.stderr()}`,
  );
}

async function untilFollowing(shipper: RunningProcess): Promise<void> {
  await until(() => shipper.stderr().includes('Following'), shipper.stderr);
}

function lastObject(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe('spanbridge ship --follow', () => {
  it('ends with 143 after SIGTERM, and the next run goes on there: nothing lost, nothing twice', async () => {
    appendJobs(1, 2, 3);
    const args = ['ship', '-f', 'app.jsonl', '--endpoint', recorder.url, '--json'];
    const first = start(...args);
    await untilReceived(3, first);
    appendJobs(4, 5);
    appendFileSync(file, record(6, 'job.start'));
    await untilReceived(5, first);
    first.kill('SIGTERM');
    const firstResult = await first.ended;
    expect(firstResult.exitCode).toBe(143);
    expect(lastObject(firstResult.stdout)).toMatchObject({ spans: 5, accepted: 5, unsent: 0, unfinished: 0 });
    const [said] = firstResult.stderr.split(', by its state in ');
    expect(said).toBe('Following app.jsonl. Ctrl-C ends; the next run goes on there');
    expect(firstResult.stderr).toMatch(/\/spanbridge\/[0-9a-f]{16}\.\n$/);

    appendFileSync(file, record(6, 'job.end'));
    appendJobs(7);
    const second = start(...args);
    await untilReceived(7, second);
    second.kill('SIGTERM');
    const secondResult = await second.ended;
    expect(secondResult.exitCode).toBe(143);
    expect(lastObject(secondResult.stdout)).toMatchObject({ records: 3, spans: 2, accepted: 2 });
    expect([...received()].sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map(idOf));
    const job6 = spansOf(recorder.requests).find(({ spanId }) => spanId === idOf(6));
    expect(job6).toMatchObject({
      name: 'job',
      startTimeUnixNano: 1772352360000000000n,
      endTimeUnixNano: 1772352361000000000n,
    });
  });

  it('waits for a file that is not there yet, and says nothing of it with --quiet', async () => {
    rmSync(file);
    const shipper = start('ship', '--follow', 'app.jsonl', '--endpoint', recorder.url, '--quiet');
    writeFileSync(file, '');
    appendJobs(1);
    await untilReceived(1, shipper);
    shipper.kill('SIGINT');
    expect(await shipper.ended).toMatchObject({ exitCode: 130, stderr: '' });
  });

  it('ends at once at the second signal, and what it had read is still delivered later', async () => {
    appendJobs(1, 2);
    const stub = await startOtlpStub(() => ({ status: 503 }));
    const state = ['--checkpoint', 'state'];
    try {
      const shipper = start('ship', '-f', 'app.jsonl', ...state, '--endpoint', stub.url, '--json');
      await until(() => stub.requests.length > 0, shipper.stderr);
      shipper.kill('SIGTERM');
      shipper.kill('SIGINT');
      const { exitCode, stdout } = await shipper.ended;
      // Whichever of the two comes first; an end in order would have printed the summary.
      expect([130, 143]).toContain(exitCode);
      expect(stdout).not.toContain('summary');
    } finally {
      await stub.close();
    }
    const next = await spanbridge('ship', 'app.jsonl', ...state, '--endpoint', recorder.url, '--json');
    expect(next.exitCode).toBe(0);
    expect([...received()].sort()).toEqual([idOf(1), idOf(2)]);
  });

  it('refuses a state directory that another run holds, with 2 and its process', async () => {
    const args = ['ship', '-f', 'app.jsonl', '--endpoint', recorder.url];
    const first = start(...args);
    await untilFollowing(first);
    const second = await spanbridge(...args);
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain(`is in use by process ${first.pid}.`);
    appendJobs(1);
    await untilReceived(1, first);
  });
});

describe('spanbridge ship --checkpoint', () => {
  it('reads of a file that has grown only what is new', async () => {
    appendJobs(1, 2);
    const args = ['ship', 'app.jsonl', '--checkpoint', 'state', '--endpoint', recorder.url, '--json'];
    const first = await spanbridge(...args);
    expect([first.exitCode, lastObject(first.stdout)]).toMatchObject([0, { records: 4, spans: 2, accepted: 2 }]);
    appendJobs(3);
    const second = await spanbridge(...args);
    expect([second.exitCode, lastObject(second.stdout)]).toMatchObject([0, { records: 2, spans: 1, accepted: 1 }]);
    const third = await spanbridge(...args);
    expect([third.exitCode, lastObject(third.stdout)]).toMatchObject([0, { records: 0, spans: 0, accepted: 0 }]);
    expect([...received()].sort()).toEqual([1, 2, 3].map(idOf));
  });

  it('is exit 3 while nobody takes the spans, and the next run delivers them', async () => {
    appendJobs(1);
    const args = ['ship', 'app.jsonl', '--checkpoint', 'state', '--json', '--retry-for', '100ms'];
    const first = await spanbridge(...args, '--endpoint', 'http://127.0.0.1:1');
    expect([first.exitCode, lastObject(first.stdout)]).toMatchObject([3, { spans: 1, unsent: 1, spooled: 0 }]);
    expect(first.stderr).toContain('they are kept with the checkpoint');
    const second = await spanbridge(...args, '--endpoint', recorder.url);
    expect([second.exitCode, lastObject(second.stdout)]).toMatchObject([0, { records: 0, spans: 1, accepted: 1 }]);
    expect(received()).toEqual([idOf(1)]);
  });
});
