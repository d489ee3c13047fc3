import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, exampleCommand, exampleFile, requireBuild } from '../support/example.js';
import { type OtlpRecorder, startOtlpRecorder } from '../support/otlp-recorder.js';
import { type RecordedSpan, spansOf } from '../support/recorded-spans.js';
import { type ProcessResult, runProcess } from '../support/run-process.js';

const TIMEOUT_MS = 120_000;

let recorder: OtlpRecorder;
let directory: string;
let crashFile: string;

beforeAll(requireBuild);

beforeEach(async () => {
  recorder = await startOtlpRecorder();
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-example-'));
  crashFile = join(directory, 'open-spans.jsonl');
});

afterEach(async () => {
  await recorder.close();
  rmSync(directory, { recursive: true, force: true });
});

function takeOrders(endpoint: string, ...args: readonly string[]): Promise<ProcessResult> {
  const env = { SPANBRIDGE_CRASH_FILE: crashFile, SPANBRIDGE_SHUTDOWN_TIMEOUT: '2s' };
  return runProcess(exampleCommand(exampleFile('crash-recovery', 'orders.mjs'), { endpoint, args, env }));
}

const namesOf = (spans: readonly RecordedSpan[]): readonly string[] => spans.map(({ name }) => name).sort();

/** The two spans that were open, as every way to deliver them has to deliver them. */
function expectTheOpenOnes(open: readonly RecordedSpan[], sent: readonly RecordedSpan[]): void {
  expect(namesOf(open)).toEqual(['charge card', 'process order']);
  const [order, card] = [...open].sort((a, b) => (a.name < b.name ? 1 : -1));
  expect(order).toMatchObject({ parentSpanId: undefined, status: 'UNSET', serviceName: 'orders' });
  expect(order?.attributes).toMatchObject({ 'order.number': '1002' });
  expect(card).toMatchObject({ parentSpanId: order?.spanId, traceId: order?.traceId, status: 'UNSET' });
  expect(card?.attributes).toMatchObject({ 'card.holder': 'Ada' });
  for (const { attributes, resourceAttributes } of open) {
    expect(attributes).toMatchObject({ 'partial.gc': true, 'spanbridge.end.cause': 'flushed' });
    // The resource is that of the process that died, not of the one that delivers.
    expect(resourceAttributes['process.pid']).toBe(sent[0]?.resourceAttributes['process.pid']);
  }
  const stock = sent.find(({ name, traceId }) => name === 'check stock' && traceId === order?.traceId);
  expect(stock?.parentSpanId).toBe(order?.spanId);
}

describe('examples/crash-recovery', () => {
  it(
    'is killed in the middle; `spanbridge ship` and the next start deliver what was open, with the same content',
    async () => {
      const shipTo = await startOtlpRecorder();
      try {
        const killed = await takeOrders(recorder.url, '--die');
        expect(killed).toEqual({ exitCode: null, signal: 'SIGKILL', stdout: 'order 1001 is done\n', stderr: '' });
        const sent = spansOf(recorder.requests);
        expect(namesOf(sent)).toEqual(['charge card', 'check stock', 'check stock', 'process order']);
        expect(existsSync(crashFile)).toBe(true);

        const args = [CLI, 'ship', crashFile, '--endpoint', shipTo.url];
        const ship = await runProcess({ command: process.execPath, args });
        expect(ship).toMatchObject({ exitCode: 0, stderr: '' });
        expect(ship.stdout).toContain('2 in 1 trace, with 0 events; 2 unfinished');
        const shipped = spansOf(shipTo.requests);
        expectTheOpenOnes(shipped, sent);

        const next = await takeOrders(recorder.url);
        expect(next).toEqual({
          exitCode: 0,
          signal: null,
          stdout: 'order 1001 is done\norder 1002 is done\n',
          stderr: '',
        });
        const later = spansOf(recorder.requests).slice(sent.length);
        const recovered = later.filter(({ attributes }) => attributes['partial.gc'] === true);
        expectTheOpenOnes(recovered, sent);
        const byId = (a: RecordedSpan, b: RecordedSpan): number => (a.spanId < b.spanId ? -1 : 1);
        expect([...recovered].sort(byId)).toEqual([...shipped].sort(byId));
        expect(later).toHaveLength(8);
        expect(readdirSync(directory)).toEqual([]);
      } finally {
        await shipTo.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'keeps the file for a later start when nothing listens, takes its orders all the same, and says so',
    async () => {
      expect(await takeOrders(recorder.url, '--die')).toMatchObject({ signal: 'SIGKILL' });
      await recorder.close();
      const startedMs = performance.now();
      const { exitCode, stdout, stderr } = await takeOrders(recorder.url);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'order 1001 is done\norder 1002 is done\n' });
      expect(stderr).toContain(`Connection refused at ${recorder.url}/v1/traces: nothing listens there.`);
      expect(readdirSync(directory)).toHaveLength(1);
      // What an earlier process has left does not hold this one for the 30 s for which it is tried.
      expect(performance.now() - startedMs).toBeLessThan(25_000);
    },
    TIMEOUT_MS,
  );
});
