import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { startOtlpStub } from '../support/otlp-stub.js';
import { spansOf } from '../support/recorded-spans.js';
import { runPipe, runProcess, type ProcessResult } from '../support/run-process.js';

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'packages', 'cli', 'bin', 'spanbridge.js');
const FIXTURES = join(ROOT, 'test', 'fixtures', 'tracer-meta');

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

function spanbridge(...args: string[]): Promise<ProcessResult> {
  return runProcess({ command: process.execPath, args: [CLI, ...args], cwd: directory });
}

function lastObject(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe('spanbridge ship', () => {
  it('delivers real records, and an independent decoder finds them exact to the nanosecond', async () => {
    const args = [
      'ship',
      join(FIXTURES, '01_initial.jsonl'),
      '--endpoint',
      recorder.url,
      '--service',
      'shop',
      '--json',
    ];
    const { exitCode, stdout } = await spanbridge(...args);
    expect(exitCode).toBe(0);
    const summary = lastObject(stdout);
    expect(Object.keys(summary).join(' ')).toBe(
      'type files lines records ignored rejected duplicates traces spans spanEvents implicit unfinished markers ' +
        'accepted refused dropped spooled unsent bytesRead durationMs',
    );
    expect(summary).toMatchObject({
      type: 'summary',
      files: 1,
      lines: 71,
      records: 71,
      traces: 5,
      spans: 18,
      accepted: 18,
    });
    const spans = spansOf(recorder.requests);
    expect(spans).toHaveLength(18);
    expect(spans.find((span) => span.spanId === '44b3de7ee55eb214')).toMatchObject({
      name: 'background_job',
      parentSpanId: '45626b30f6fd157e',
      startTimeUnixNano: 1761486581910536000n,
      endTimeUnixNano: 1761486582066544000n,
      serviceName: 'shop',
      status: 'UNSET',
    });
  });

  it.each([
    ['--protocol', 'http/json'],
    ['--compression', 'gzip'],
  ])('%s %s delivers the same spans', async (...option) => {
    const args = ['ship', join(FIXTURES, '01_initial.jsonl'), '--endpoint', recorder.url, '--quiet', ...option];
    expect((await spanbridge(...args)).exitCode).toBe(0);
    expect(spansOf(recorder.requests)).toHaveLength(18);
  });

  it('reads stdin, and a pipe that closes early leaves no stack trace', async () => {
    const cat = { command: 'cat', args: [join(FIXTURES, '02_simple.jsonl')] };
    const args = [CLI, 'ship', '-', '--endpoint', recorder.url, '--json'];
    const { reader } = await runPipe(cat, { command: process.execPath, args, cwd: directory });
    expect(lastObject(reader.stdout)).toMatchObject({ records: 9, spans: 2, accepted: 2 });
    const view = { command: process.execPath, args: [CLI, 'view', join(FIXTURES, '01_initial.jsonl')], cwd: directory };
    const piped = await runPipe(view, { command: 'head', args: ['-n', '1'] });
    expect(piped.writer.stderr).toBe('');
  });

  it('each rejected record is told with file, line and reason; --strict makes them exit 1', async () => {
    const args = ['ship', join(FIXTURES, 'edge_cases.jsonl'), '--endpoint', recorder.url, '--json'];
    const plain = await spanbridge(...args);
    expect(plain.exitCode).toBe(0);
    const rejected = plain.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((object) => object['type'] === 'rejected');
    expect(rejected.map((object) => [object['line'], object['reason']])).toEqual([
      ...[
        [45, 'invalid-json'],
        [47, 'invalid-span-id'],
        [48, 'invalid-trace-id'],
        [49, 'invalid-span-id'],
      ],
      ...[
        [50, 'invalid-timestamp'],
        [51, 'invalid-timestamp'],
        [52, 'invalid-event'],
        [53, 'invalid-meta'],
      ],
      ...[
        [54, 'invalid-json'],
        [56, 'truncated-line'],
      ],
    ]);
    expect(lastObject(plain.stdout)).toMatchObject({ lines: 55, records: 43, ignored: 2, rejected: 10, duplicates: 2 });
    expect((await spanbridge(...args, '--strict')).exitCode).toBe(1);
  });

  it('--dry-run sends nothing and counts the spans as unsent', async () => {
    const result = await spanbridge(
      'ship',
      join(FIXTURES, '02_simple.jsonl'),
      '--endpoint',
      recorder.url,
      '--dry-run',
      '--json',
    );
    expect(result.exitCode).toBe(0);
    expect(lastObject(result.stdout)).toMatchObject({ spans: 2, accepted: 0, unsent: 2 });
    expect(recorder.requests).toHaveLength(0);
  });

  it('a span that the backend refuses is exit 1 and a dead letter, its neighbours are delivered', async () => {
    const stub = await startOtlpStub(({ body }) => ({ status: body.includes('background_job') ? 400 : 200 }));
    try {
      const dead = join(directory, 'dead.jsonl');
      const file = join(FIXTURES, '01_initial.jsonl');
      const result = await spanbridge('ship', file, '--endpoint', stub.url, '--dead-letter', dead, '--json');
      expect(result.exitCode).toBe(1);
      const { accepted, refused } = lastObject(result.stdout) as { accepted: number; refused: number };
      expect(accepted + refused).toBe(18);
      const letters = readFileSync(dead, 'utf8').trim().split('\n');
      expect(letters).toHaveLength(refused);
      expect(letters.every((letter) => letter.includes('"name":"background_job"'))).toBe(true);
    } finally {
      await stub.close();
    }
  });
});

describe('wrong usage is exit 2 with what to do, and nothing is sent', () => {
  const good = join(FIXTURES, '02_simple.jsonl');

  it.each([
    [['ship', 'no-such-file.jsonl'], /no-such-file\.jsonl/],
    [['ship', FIXTURES], /\*\*\/\*\.jsonl/],
    [['ship', 'no-*-match.jsonl'], /no-\*-match\.jsonl/],
    [['ship'], /read stdin/],
    [['ship', good, '--format', 'mplp'], /tracer-meta/],
    [['ship', good, '--retry-for', 'soon'], /retry-for/],
    [['ship', good, '--namespace', 'a/b'], /namespace/i],
    [['ship', good, '--batch-size', '0'], /batch-size/],
    [['ship', good, '--header', 'nonsense'], /header/],
    [['ship', good, '--follow', '--dry-run'], /--follow does not end/],
    [['ship', good, '--from-start', '--from-end'], /--from-start and --from-end/],
    [['ship', good, '--provisional', 'merker'], /--provisional "merker".*Did you mean "marker"/],
    [['ship', good, '--provisional', 'log', '--endpoint', 'http://127.0.0.1:1/api/otlp'], /--logs-endpoint/],
    [['ship', good, '--certificate', 'none.pem'], /none\.pem/],
    [['ship', good, '--no-such-option'], /no-such-option/],
    [['analyze', good], /analyze/],
  ])('%j', async (args, message) => {
    const result = await spanbridge(...args);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toContain('    at ');
    expect(recorder.requests).toHaveLength(0);
  });

  it('one missing file among good ones stops everything before it begins', async () => {
    const result = await spanbridge('ship', good, 'missing.jsonl', '--endpoint', recorder.url);
    expect(result.exitCode).toBe(2);
    expect(recorder.requests).toHaveLength(0);
  });

  const unreadableTest = process.getuid?.() === 0 ? it.skip : it;
  unreadableTest('a file that may not be read (skipped for root, who may read everything)', async () => {
    const path = join(directory, 'secret.jsonl');
    writeFileSync(path, '{}');
    chmodSync(path, 0);
    const result = await spanbridge('ship', path, '--endpoint', recorder.url);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('secret.jsonl');
  });
});

describe('a backend that is not there', () => {
  it('is exit 3 after --retry-for, with the endpoint and the cause', async () => {
    await recorder.close();
    const args = [
      'ship',
      join(FIXTURES, '02_simple.jsonl'),
      '--endpoint',
      recorder.url,
      '--retry-for',
      '500ms',
      '--json',
    ];
    const result = await spanbridge(...args);
    recorder = await startOtlpRecorder();
    expect(result.exitCode).toBe(3);
    expect(lastObject(result.stdout)).toMatchObject({ spans: 2, accepted: 0, unsent: 2 });
    expect(result.stderr).toContain('nothing listens there');
  });
});

describe('spanbridge demo --once', () => {
  it('ships the samples into its own backend, draws one trace and names its page', async () => {
    const result = await spanbridge('demo', '--once', '--port', '0');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/█/);
    expect(result.stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\//);
    // Every character of this drawing is one UTF-16 unit and one column wide.
    expect(result.stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  });
});
