import { existsSync } from 'node:fs';
import { decodeJaegerV3Json } from '@spanbridge/otlp';
import { type RunningServer, startServer } from '@spanbridge/server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { exampleCommand, exampleFile, requireBuild } from '../support/example.js';
import { startOtlpRecorder } from '../support/otlp-recorder.js';
import { type RecordedSpan, spansOf } from '../support/recorded-spans.js';
import { type ProcessResult, type RunningProcess, runProcess, startProcess } from '../support/run-process.js';
import { until } from '../support/until.js';

const TIMEOUT_MS = 120_000;

const asked = process.env['SPANBRIDGE_CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(asked);
const browserTest = hasBrowser ? it : it.skip;

const SAID = /^trace ([0-9a-f]{32})\ndownload is done\nvalidate is done\nstore is done\n$/;

/** Every span of the job below its parent, in the order in which they start. */
const TREE = [
  ['nightly import', undefined],
  ['download', 'nightly import'],
  ['download customers.csv', 'download'],
  ['download orders.csv', 'download'],
  ['validate', 'nightly import'],
  ['validate customers', 'validate'],
  ['validate orders', 'validate'],
  ['store', 'nightly import'],
  ['store customers', 'store'],
  ['store orders', 'store'],
  ['store invoices', 'store'],
] as const;

const isMarker = ({ attributes }: RecordedSpan): boolean => attributes['spanbridge.span.phase'] === 'pending';

function jobCommand(endpoint: string, seconds: number): Parameters<typeof runProcess>[0] {
  const env = { SPANBRIDGE_SHUTDOWN_TIMEOUT: '2s' };
  return exampleCommand(exampleFile('long-job', 'job.mjs'), { endpoint, args: [String(seconds)], env });
}

beforeAll(requireBuild);

describe('examples/long-job', () => {
  it(
    'sends a marker of each span that runs, of a parent before those of its children, and each span once',
    async () => {
      const recorder = await startOtlpRecorder();
      try {
        const run = await runProcess(jobCommand(recorder.url, 7));
        expect(run).toMatchObject({ exitCode: 0, stderr: '' });
        expect(run.stdout).toMatch(SAID);
        expectJob(spansOf(recorder.requests));
      } finally {
        await recorder.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'says that nothing listens, and goes on',
    async () => {
      const recorder = await startOtlpRecorder();
      await recorder.close();
      const { exitCode, stdout, stderr } = await runProcess(jobCommand(recorder.url, 1));
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(SAID);
      expect(stderr).toContain(`Connection refused at ${recorder.url}/v1/traces: nothing listens there.`);
      expect(stderr).toContain('11 spans were not delivered');
    },
    TIMEOUT_MS,
  );
});

function expectJob(spans: readonly RecordedSpan[]): void {
  const markers = spans.filter(isMarker);
  const real = spans.filter((span) => !isMarker(span));
  const nameOf = new Map(real.map(({ spanId, name }) => [spanId, name]));
  const parentOf = ({ parentSpanId = '' }: RecordedSpan): string | undefined => nameOf.get(parentSpanId);
  const inOrder = [...real].sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
  expect(inOrder.map((span) => [span.name, parentOf(span)]).sort()).toEqual([...TREE].map((pair) => [...pair]).sort());
  const parts = real.filter(({ name }) => name.includes(' ') && name !== 'nightly import');
  expect(parts.map(({ eventNames }) => eventNames.length)).toEqual([10, 10, 10, 10, 10, 10, 10]);
  // In the order in which they came: the job, its first step, the first part of that, and so on.
  expect(markers.map(parentOf)).toEqual(TREE.map(([name]) => name));
  expect(markers.filter((marker) => marker.startTimeUnixNano !== marker.endTimeUnixNano)).toEqual([]);
  for (const marker of markers) {
    const final = real.findIndex(({ spanId }) => spanId === marker.parentSpanId);
    expect(spans.indexOf(marker)).toBeLessThan(spans.indexOf(real[final] ?? marker));
  }
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(22);
}

describe(`examples/long-job on the page${hasBrowser ? '' : ' (skipped: no Chromium here)'}`, () => {
  let server: RunningServer;
  let browser: Browser | undefined;
  let job: RunningProcess | undefined;

  beforeEach(async () => {
    server = await startServer({ port: 0, warn: () => undefined });
    if (hasBrowser) browser = await chromium.launch({ executablePath: asked, args: ['--no-sandbox', '--disable-gpu'] });
  }, TIMEOUT_MS);

  afterEach(async () => {
    job?.kill('SIGKILL');
    await browser?.close();
    await server.close();
  });

  browserTest(
    'has bars that grow while the job runs, and one finished bar for each span after it',
    async () => {
      job = startProcess(jobCommand(server.url, 12));
      await until(
        () => server.traces.counts().spans > 0,
        () => `The job says ${job?.stdout() ?? ''}${job?.stderr() ?? ''}.`,
      );
      const traceId = /^trace (\w+)/.exec(job.stdout())?.[1] ?? '';
      const page = await (browser as Browser).newPage();
      await page.goto(`${server.url}/#/trace/${traceId}`);
      await expectGrowth(page);
      expect(await storedPhase(server, traceId)).toBe('pending');
      await expectEnd(page, await job.ended);
      expect(await storedPhase(server, traceId)).toBeUndefined();
    },
    TIMEOUT_MS,
  );
});

const texts = (page: Page, selector: string): Promise<string[]> => page.locator(selector).allTextContents();

async function expectGrowth(page: Page): Promise<void> {
  await page.waitForSelector('.sb-row .sb-bar.sb-is-running');
  expect((await texts(page, '.sb-row .sb-label'))[0]).toBe('nightly import');
  expect((await texts(page, '.sb-row .sb-note'))[0]).toBe('running');
  const [before = ''] = await texts(page, '.sb-row .sb-duration');
  await page.waitForFunction((text) => document.querySelector('.sb-row .sb-duration')?.textContent !== text, before);
  const [after = ''] = await texts(page, '.sb-row .sb-duration');
  expect(Number.parseFloat(after)).toBeGreaterThan(before.endsWith('ms') ? 0 : Number.parseFloat(before));
  expect((await texts(page, '.sb-row .sb-note'))[0]).toBe('running');
}

async function expectEnd(page: Page, { exitCode }: ProcessResult): Promise<void> {
  expect(exitCode).toBe(0);
  await page.waitForFunction(() => document.querySelector('.sb-bar.sb-is-running') === null);
  expect(await texts(page, '.sb-row .sb-label')).toEqual(TREE.map(([name]) => name));
  expect(await texts(page, '.sb-row .sb-note')).toEqual([]);
  expect(await page.locator('.sb-row .sb-bar').count()).toBe(11);
}

/** What Jaeger's interface says of the job: `pending` while it runs. */
async function storedPhase(server: RunningServer, traceId: string): Promise<unknown> {
  const answer = await fetch(`${server.url}/api/v3/traces/${traceId}`);
  const decoded = decodeJaegerV3Json(new Uint8Array(await answer.arrayBuffer()));
  if (decoded.status === 'invalid') throw new Error(decoded.detail);
  const ids = decoded.spans.map((span) => span.spanContext().spanId);
  expect(new Set(ids).size).toBe(ids.length);
  return decoded.spans.find(({ name }) => name === 'nightly import')?.attributes['spanbridge.span.phase'];
}
