import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '@spanbridge/server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startOpenRecorder, startPageServer, type PageServer } from '../support/page-server.js';
import { spansOf } from '../support/recorded-spans.js';
import { until } from '../support/until.js';

const example = join(__dirname, '..', '..', 'examples', 'browser-page');

const asked = process.env['SPANBRIDGE_CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(asked);
const describeBrowser = hasBrowser ? describe : describe.skip;

/** The bundler, the browser and the page each take a moment. */
const TIMEOUT_MS = 120_000;

/** The largest bundle of the page, in bytes: a Node transport or a spool that slipped in would go over it. */
const BUNDLE_BYTES_MAX = 190_000;

/** One recorded run of a program with three orders: 14 spans. */
const LINES = readFileSync(join(example, '..', 'node-import', 'orders.jsonl'), 'utf8');

describeBrowser(`examples/browser-page${hasBrowser ? '' : ' (skipped: no Chromium here)'}`, () => {
  let directory: string;
  let output: string;
  let browser: Browser;
  let pages: PageServer;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'spanbridge-page-'));
    output = execFileSync(process.execPath, [join(example, 'build.mjs'), directory], { encoding: 'utf8' });
    pages = await startPageServer(directory);
    browser = await chromium.launch({ executablePath: asked, args: ['--no-sandbox', '--disable-gpu'] });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await browser.close();
    await pages.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function openPage(endpoint: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(`${pages.url}/index.html?endpoint=${endpoint}`);
    return page;
  }

  it('is bundled without what only Node needs', () => {
    expect(Number(/app\.bundle\.js: (\d+) bytes/.exec(output)?.[1])).toBeLessThan(BUNDLE_BYTES_MAX);
  });

  it(
    'sends the spans of the tracer and those of pasted lines',
    async () => {
      const recorder = await startOpenRecorder();
      try {
        const page = await openPage(recorder.url);
        await page.click('#order');
        await page.fill('#lines', `not json\n${LINES}`);
        await page.click('#import');
        await page.waitForFunction(() => document.querySelector('#told')?.textContent.includes('Sent 14 spans.'));
        const spans = spansOf(recorder.requests);
        expect(spans).toHaveLength(17);
        const own = spans.filter(({ serviceName }) => serviceName === 'web-shop');
        expect(own.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
          'check cart UNSET',
          'pay ERROR',
          'place order UNSET',
        ]);
        const order = own.find(({ name }) => name === 'place order');
        expect(own.find(({ name }) => name === 'pay')).toMatchObject({
          traceId: order?.traceId,
          parentSpanId: order?.spanId,
        });
        expect(spans.filter(({ serviceName }) => serviceName === 'order-service')).toHaveLength(14);
        expect(await page.textContent('#told')).toContain('Line 1 is not JSON and is left out.');
        await page.close();
      } finally {
        await recorder.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'sends what waits when the page is left at once',
    async () => {
      const recorder = await startOpenRecorder();
      try {
        const page = await openPage(recorder.url);
        await page.evaluate(() => {
          document.querySelector<HTMLButtonElement>('#order')?.click();
          location.href = 'about:blank';
        });
        await until(
          () => spansOf(recorder.requests).length >= 3,
          () => `${recorder.requests.length} requests came.`,
        );
        expect(spansOf(recorder.requests).map(({ name }) => name)).toEqual(['check cart', 'pay', 'place order']);
        await page.close();
      } finally {
        await recorder.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'reaches the local backend when its origin is allowed, and else tells the page why not',
    async () => {
      const open = await startServer({ port: 0, allowedOrigins: [pages.url], warn: () => undefined });
      const closed = await startServer({ port: 0, warn: () => undefined });
      try {
        const page = await openPage(open.url);
        await page.click('#order');
        await page.waitForFunction(() => document.querySelector('#told')?.textContent.includes('Made 3'));
        await page.click('#import');
        await page.waitForFunction(() => document.querySelector('#told')?.textContent.includes('Sent 0 spans.'));
        expect(open.traces.counts()).toMatchObject({ spans: 3 });
        await page.close();
        const refused = await openPage(closed.url);
        await refused.click('#order');
        await refused.waitForFunction(() => document.querySelector('#told')?.textContent.includes('(CORS)'));
        expect(closed.traces.counts()).toMatchObject({ spans: 0 });
        await refused.close();
      } finally {
        await open.close();
        await closed.close();
      }
    },
    TIMEOUT_MS,
  );
});
