import { encodeLogs, encodeTraces } from '@spanbridge/otlp';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningServer } from '../../src/index.js';
import { browserTest, launchBrowser } from '../support/browser.js';
import { closeServers, openServer, send, sendProtobuf } from '../support/http.js';
import { beatRecord, markerOf } from '../support/sent-spans.js';
import { sketchSpan, type SpanSketch, TRACE_A, toSpanId } from '../support/spans.js';

// A browser on a busy machine takes its time to start; no test asserts how long anything takes.
jest.setTimeout(60_000);

let browser: Browser | undefined;
let server: RunningServer;
let context: BrowserContext | undefined;
let page: Page;
let violations: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});
afterEach(async () => {
  // First the page: one that outlives its server would report that to the next test.
  await context?.close();
  context = undefined;
  await closeServers();
});

async function openPage(path: string): Promise<void> {
  if (browser === undefined) throw new Error('there is no browser');
  context = await browser.newContext();
  page = await context.newPage();
  violations = [];
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(error.message));
  await page.goto(`${server.url}${path}`);
}

function texts(selector: string): Promise<string[]> {
  return page.locator(selector).allTextContents();
}

async function waitForCount(selector: string, count: number): Promise<void> {
  // A function, not a text: the policy of the page lets nobody evaluate texts.
  await page.waitForFunction((asked) => document.querySelectorAll(asked.selector).length === asked.count, {
    selector,
    count,
  });
}

describe('spans in flight', () => {
  const START = 1_700_000_000;
  const ROOT = { spanId: toSpanId(1), name: 'job', start: START, end: START + 30 };
  const CHILD = { spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'step', start: START + 1, end: START + 4 };
  let nowSeconds: number;

  beforeEach(async () => {
    nowSeconds = START + 10;
    server = await openServer({ clock: () => nowSeconds * 1000 });
  });

  function postSpans(...spans: Parameters<typeof encodeTraces>[0]): Promise<unknown> {
    return sendProtobuf(server, encodeTraces(spans, 'protobuf'));
  }

  function beat(sketch: SpanSketch, atSeconds: number): Promise<unknown> {
    const record = beatRecord(sketchSpan(sketch), 'heartbeat', { atSeconds, type: 'json/v1' });
    const headers = { 'content-type': 'application/x-protobuf' };
    return send(server, { path: '/v1/logs', headers, body: encodeLogs([record], 'protobuf') });
  }

  browserTest('the list says what runs and counts real spans only; the final takes the word away', async () => {
    await postSpans(markerOf(sketchSpan(ROOT)), markerOf(sketchSpan(CHILD)), sketchSpan(CHILD));
    await openPage('/');
    await page.waitForSelector('#rows .running:not([hidden])');
    expect(await texts('#rows .tag:not([hidden])')).toEqual(['running']);
    expect(await page.locator('#rows .spans').innerText()).toBe('2');
    expect(await texts('#state')).toEqual(['1 trace · 2 spans']);
    await postSpans(sketchSpan(ROOT));
    await waitForCount('#rows .running[hidden]', 1);
    expect(await texts('#rows .tag:not([hidden])')).toEqual([]);
    expect(await page.locator('#rows .spans').innerText()).toBe('2');
  });

  browserTest('T40: the bar of a running span grows to now without a reload, its child stands inside', async () => {
    await postSpans(markerOf(sketchSpan(ROOT)), sketchSpan(CHILD));
    await openPage(`/#/trace/${TRACE_A}`);
    await page.waitForSelector('.sb-row .sb-is-running');
    expect(await texts('.sb-row .sb-label')).toEqual(['job', 'step']);
    expect(await texts('.sb-row .sb-duration')).toEqual(['10s', '3s']);
    nowSeconds = START + 20;
    await page.waitForSelector('.sb-row .sb-duration:has-text("20s")');
    expect(await texts('.sb-row .sb-note')).toEqual(['running']);
    await postSpans(sketchSpan(ROOT));
    await page.waitForSelector('.sb-row .sb-duration:has-text("30s")');
    expect(await page.locator('.sb-bar.sb-is-running').count()).toBe(0);
    expect(violations).toEqual([]);
  });

  browserTest('T42: a span that falls silent is drawn as stale, in words and in form', async () => {
    await beat(ROOT, START + 5);
    await openPage(`/#/trace/${TRACE_A}`);
    await page.waitForSelector('.sb-row .sb-is-running');
    nowSeconds = START + 21;
    await page.waitForSelector('.sb-row .sb-is-stale');
    expect(await texts('.sb-row .sb-note')).toEqual(['stale']);
    expect(await texts('.sb-row .sb-duration')).toEqual(['5s']);
    // The bar may be drawn anew while it is looked at.
    await page.waitForFunction(
      `getComputedStyle(document.querySelector('.sb-row .sb-bar')).borderTopStyle === 'dashed'`,
    );
  });

  browserTest('T44: details tell the state, and have both of two ends that were sent', async () => {
    await postSpans(
      sketchSpan({ ...ROOT, end: START + 9, attributes: { attempt: 'first' } }),
      sketchSpan({ ...ROOT, attributes: { attempt: 'second' } }),
    );
    await openPage(`/#/trace/${TRACE_A}/span/${toSpanId(1)}`);
    await page.waitForSelector('.sb-detail .sb-sent');
    expect(await texts('.sb-row .sb-label')).toEqual(['job']);
    expect(await texts('.sb-row .sb-sign')).toEqual(['≡']);
    const detail = await page.locator('.sb-detail').innerText();
    for (const text of ['conflicting', '30s', '9s', 'first', 'second']) expect(detail).toContain(text);
  });

  browserTest(
    'an unfinished span is open at its end and says why; the details keep their place while it is drawn again',
    async () => {
      const attributes = { 'partial.gc': true, 'spanbridge.end.cause': 'flushed' };
      await postSpans(markerOf(sketchSpan(ROOT)), sketchSpan({ ...CHILD, attributes }));
      await openPage(`/#/trace/${TRACE_A}/span/${toSpanId(1)}`);
      await page.waitForSelector('.sb-row .sb-is-unfinished');
      expect(await texts('.sb-row .sb-note')).toEqual(['running', 'unfinished: flushed']);
      const section = page.locator('.sb-detail details[data-title="Attributes"]');
      await section.locator('summary').click();
      nowSeconds = START + 25;
      await page.waitForSelector('.sb-detail dd:has-text("25s")');
      expect(await section.evaluate((box) => (box as HTMLDetailsElement).open)).toBe(false);
    },
  );

  browserTest('the word beside a bar without length, at the right edge, does not cover it', async () => {
    const attributes = { 'partial.gc': true, 'spanbridge.end.cause': 'flushed' };
    await postSpans(sketchSpan(ROOT), sketchSpan({ ...CHILD, start: START + 30, end: START + 30, attributes }));
    await openPage(`/#/trace/${TRACE_A}`);
    await page.waitForSelector('.sb-row .sb-is-unfinished');
    const gapPx = await page.evaluate(() => {
      const [bar, note] = ['.sb-bar.sb-is-unfinished', '.sb-track .sb-note'].map((selector) =>
        document.querySelector(selector)?.getBoundingClientRect(),
      );
      return (bar?.left ?? 0) - (note?.right ?? Infinity);
    });
    expect(gapPx).toBeGreaterThan(0);
  });

  browserTest('a cause and a name of any length stay inside of the page, wide and narrow', async () => {
    const cause = { 'partial.gc': true, 'spanbridge.end.cause': 'x'.repeat(3_000) };
    await postSpans(
      sketchSpan({ ...ROOT, name: 'n'.repeat(5_000), end: START + 20 }),
      ...[2, 9, 14].map((end, index) =>
        sketchSpan({
          ...CHILD,
          spanId: toSpanId(3 + index),
          start: START + end - 1,
          end: START + end,
          attributes: cause,
        }),
      ),
    );
    await openPage(`/#/trace/${TRACE_A}`);
    for (const width of [1280, 760, 360]) {
      await page.setViewportSize({ width, height: 700 });
      await waitForCount('.sb-row', 4);
      const overhangs = await page.evaluate(() =>
        [...document.querySelectorAll('.sb-note')].map((note) => note.getBoundingClientRect().right - innerWidth),
      );
      expect(Math.max(...overhangs)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });
});
