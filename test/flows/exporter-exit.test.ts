import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeTraces } from '@spanbridge/otlp';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { runProcess, type ProcessResult } from '../support/run-process.js';

const root = join(__dirname, '..', '..');
const child = join(root, 'test', 'support', 'exporter-child.mjs');
const SPANS = 10_000;
const NAMES = Array.from({ length: SPANS }, (_, index) => `s${index}`).sort();

/** A process of its own for each way to end; the slow part is to start it. */
const TIMEOUT_MS = 60_000;

let recorder: OtlpRecorder;
let hanging: Server;
let directory: string;
let spoolFile: string;

beforeAll(() => {
  if (existsSync(join(root, 'packages', 'sdk', 'dist', 'esm', 'index.js'))) return;
  throw new Error('These tests run the built packages. Run `npm run build` first.');
});

beforeEach(async () => {
  recorder = await startOtlpRecorder();
  // A backend that takes requests and never answers.
  hanging = createServer((request) => request.resume());
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-exit-'));
  spoolFile = join(directory, 'spool');
});

afterEach(async () => {
  await recorder.close();
  hanging.closeAllConnections();
  await new Promise((resolve) => hanging.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

const run = (url: string, way: string, ...more: readonly string[]): Promise<ProcessResult> =>
  runProcess({ command: process.execPath, args: [child, url, way, String(SPANS), ...more], cwd: root });

const namesIn = (body: Buffer): readonly string[] => {
  const result = decodeTraces(body, 'protobuf');
  return result.status === 'decoded' ? result.spans.map((span) => span.name) : [];
};

const delivered = (): readonly string[] => recorder.requests.flatMap(({ body }) => namesIn(body)).sort();

const spooled = (): readonly string[] =>
  readFileSync(spoolFile, 'utf8')
    .split('\n')
    .flatMap((line) => namesIn(Buffer.from(line, 'base64')))
    .sort();

const hangingUrl = (): string => `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/v1/traces`;

it.each(['natural with a shutdown', 'natural with a flush', 'SIGTERM'])(
  'a program that ends by %s delivers all its spans, each once',
  async (way) => {
    const { exitCode, stderr } = await run(`${recorder.url}/v1/traces`, way);
    expect([exitCode, stderr]).toEqual([way === 'SIGTERM' ? 143 : 0, '']);
    expect(delivered()).toEqual(NAMES);
  },
  TIMEOUT_MS,
);

it(
  'a program that nobody ends in order is not kept alive by a backend that does not answer',
  async () => {
    const { exitCode, stderr } = await run(hangingUrl(), 'natural');
    expect([exitCode, stderr]).toEqual([0, '']);
  },
  TIMEOUT_MS,
);

it.each([
  ['exit', 7, ''],
  ['throw', 1, 'Error: the application broke'],
  ['rejection', 1, 'Error: the application rejected'],
])(
  'a program that ends by %s has all its spans in the spool, and ends as it would without us',
  async (way, code, said) => {
    const { exitCode, stderr } = await run(hangingUrl(), way, spoolFile);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('OtlpSpanExporter');
    expect(spooled()).toEqual(NAMES);
  },
  TIMEOUT_MS,
);

it(
  'a program that ends by SIGTERM while the backend hangs ends with its deadline, the spans in the spool',
  async () => {
    const { exitCode } = await run(hangingUrl(), 'SIGTERM', spoolFile);
    expect(exitCode).toBe(143);
    expect(spooled()).toEqual(NAMES);
  },
  TIMEOUT_MS,
);

it(
  'without a spool the spans that are lost are told in one line',
  async () => {
    const { exitCode, stderr } = await run(hangingUrl(), 'exit');
    expect(exitCode).toBe(7);
    expect(stderr).toBe(
      'OtlpSpanExporter: 10000 spans were not delivered when the process ended and are lost. ' +
        'The destination has not answered yet.\n',
    );
  },
  TIMEOUT_MS,
);
