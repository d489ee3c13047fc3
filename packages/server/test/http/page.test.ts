import type { Browser, BrowserContext, Page } from 'playwright-core';
import { encodeTraces } from '@spanbridge/otlp';
import type { RunningServer } from '../../src/index.js';
import { browserTest, launchBrowser } from '../support/browser.js';
import { closeServers, openServer, send, sendProtobuf } from '../support/http.js';
import { jsonRequest, jsonSpan } from '../support/otlp.js';
import { sketchSpan, type SpanSketch, TRACE_A, TRACE_B, toSpanId } from '../support/spans.js';

// A browser on a busy machine takes its time to start; no test asserts how long anything takes.
jest.setTimeout(60_000);

let browser: Browser | undefined;
let server: RunningServer;
let context: BrowserContext | undefined;
let page: Page;
let dialogs: string[];
let violations: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});
beforeEach(async () => {
  server = await openServer();
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
  dialogs = [];
  violations = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(error.message));
  await page.goto(`${server.url}${path}`);
}

async function post(...sketches: SpanSketch[]): Promise<void> {
  const answer = await sendProtobuf(server, encodeTraces(sketches.map(sketchSpan), 'protobuf'));
  expect(answer.status).toBe(200);
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

describe('the files of the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
  ])('%s is served as %s, and holds no inline script or style', async (path, type) => {
    const answer = await send(server, { method: 'GET', path });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.body.toString()).not.toMatch(/<script>|<style|\son[a-z]+=|style="/);
  });

  it('HEAD is answered with the length and without the body', async () => {
    const answer = await send(server, { method: 'HEAD', path: '/' });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(500);
    expect(answer.body).toHaveLength(0);
  });

  it('/healthz says that the server lives', async () => {
    const answer = await send(server, { method: 'GET', path: '/healthz' });
    expect([answer.status, answer.body.toString()]).toEqual([200, '{"status":"ok"}']);
  });
});

describe('the page in a browser', () => {
  browserTest('an empty store is met with help that names this server', async () => {
    await openPage('/');
    await page.waitForSelector('#empty:not([hidden])');
    expect(await texts('#endpoint')).toEqual([`${server.url}/v1/traces`]);
    expect(await texts('#help-ship')).toEqual([`npx spanbridge ship app.jsonl --endpoint ${server.url}`]);
    expect(await texts('#help-otel')).toEqual([
      `export OTEL_EXPORTER_OTLP_ENDPOINT=${server.url}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
    ]);
  });

  browserTest('traces appear without reloading, the newest first, with what is known of them', async () => {
    await openPage('/');
    await post({ traceId: TRACE_A, spanId: toSpanId(1), name: 'first', service: 'web', isError: true });
    await post({ traceId: TRACE_B, spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'second', service: 'db' });
    await waitForCount('#rows tr', 2);
    expect(await texts('#rows .name')).toEqual(['second', 'first']);
    expect(await texts('#rows .services')).toEqual(['db', 'web']);
    expect(await texts('#rows .errors')).toEqual(['', '1 error']);
    expect(await page.locator('#rows .incomplete:visible').count()).toBe(1);
    expect(await texts('#state')).toEqual(['2 traces · 2 spans']);
  });

  browserTest('the search narrows the list by name, service and id, and says when nothing matches', async () => {
    await post(
      { traceId: TRACE_A, name: 'GET /orders', service: 'shop' },
      { traceId: TRACE_B, name: 'pay', service: 'billing' },
    );
    await openPage('/');
    await waitForCount('#rows tr', 2);
    await page.keyboard.press('/');
    await page.keyboard.type('bill');
    await waitForCount('#rows tr', 1);
    expect(await texts('#rows .name')).toEqual(['pay']);
    await page.fill('#search', 'nowhere');
    await waitForCount('#rows tr', 0);
    expect(await texts('#note')).toEqual(['No trace matches “nowhere”.']);
  });

  browserTest('a row opens its trace, and going back shows the list again', async () => {
    await post({ traceId: TRACE_A, name: 'root' });
    await openPage('/');
    await page.click('#rows a');
    await page.waitForSelector('.sb-row');
    expect(page.url()).toBe(`${server.url}/#/trace/${TRACE_A}`);
    expect(await page.title()).toBe('root – spanbridge');
    await page.goBack();
    await page.waitForSelector('#list:not([hidden])');
    expect(await page.locator('.sb-row').count()).toBe(0);
  });

  browserTest(
    'a deep link shows its trace, also one that arrives later, and a trace that grows is drawn again',
    async () => {
      await openPage(`/#/trace/${TRACE_A}`);
      await page.waitForSelector('#trace-note:not(:empty)');
      await post({ spanId: toSpanId(1), name: 'root' });
      await waitForCount('.sb-row', 1);
      await post({ spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'child' });
      await waitForCount('.sb-row', 2);
      expect(await texts('#trace-note')).toEqual(['']);
      expect(violations).toEqual([]);
    },
  );

  browserTest('a selected span stays selected while its trace grows, and is part of the address', async () => {
    await post({ spanId: toSpanId(1), name: 'root' });
    await openPage(`/#/trace/${TRACE_A}`);
    await page.click('.sb-row');
    expect(page.url()).toBe(`${server.url}/#/trace/${TRACE_A}/span/${toSpanId(1)}`);
    await post({ spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'child' });
    await waitForCount('.sb-row', 2);
    expect(await texts('.sb-row[aria-selected="true"] .sb-label')).toEqual(['root']);
  });

  browserTest('a link to a span opens its trace with the span selected', async () => {
    await post(
      { spanId: toSpanId(1), name: 'root' },
      { spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'child' },
    );
    await openPage(`/#/trace/${TRACE_A}/span/${toSpanId(2)}`);
    await page.waitForSelector('.sb-row[aria-selected="true"]');
    expect(await texts('.sb-row[aria-selected="true"] .sb-label')).toEqual(['child']);
  });

  browserTest('a trace can be saved as a file of HTML and of OTLP JSON', async () => {
    await post({ name: 'root' });
    await openPage(`/#/trace/${TRACE_A}`);
    await page.waitForSelector('#downloads:not([hidden])');
    const names: string[] = [];
    for (const link of ['#download-html', '#download-otlp']) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(link)]);
      names.push(download.suggestedFilename());
    }
    expect(names).toEqual([`trace-${TRACE_A}.html`, `trace-${TRACE_A}.otlp.json`]);
  });

  browserTest('a server that went away is told, and the list stays', async () => {
    await post({ name: 'root' });
    await openPage('/');
    await waitForCount('#rows tr', 1);
    await server.close();
    await page.waitForSelector('.state.lost');
    expect(await texts('#rows .name')).toEqual(['root']);
  });

  browserTest('a server with a token opens its page by the token once, then by the cookie', async () => {
    await server.close();
    server = await openServer({ token: 'secret' });
    await openPage('/?token=secret');
    await page.waitForSelector('#empty:not([hidden])');
    expect(page.url()).toBe(`${server.url}/`);
    await page.reload();
    await page.waitForSelector('#empty:not([hidden])');
  });
});

/** Ways in which text has become script elsewhere. */
const VECTORS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '"><script>alert(1)</script>',
  '\'"><img src=x onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<!--<script>',
  ']]><script>alert(1)</script>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '<a href="javascript:alert(1)">x</a>',
  '<form action=javascript:alert(1)><input type=submit>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<style>@import "javascript:alert(1)"</style>',
  '<base href="https://evil.com/">',
  '${alert(1)}',
  '{{constructor.constructor("alert(1)")()}}',
  '`-alert(1)-`',
  "');alert(1);//",
  '\u2028alert(1)\u2029',
  '<x contenteditable autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '__proto__',
];

describe('hostile text', () => {
  browserTest(
    'S08 in every place of a span is shown as text: no dialog, no violation of the policy, no element',
    async () => {
      await server.close();
      server = await openServer({ spansMax: 1_000 });
      for (const [index, text] of VECTORS.entries()) {
        const attributes = [
          { key: text, value: { stringValue: text } },
          { key: 'url.full', value: { stringValue: text } },
        ];
        const span = jsonSpan({
          traceId: (index + 1).toString(16).padStart(32, '0'),
          name: text,
          attributes,
          events: [{ name: text, timeUnixNano: '1700000000500000000', attributes }],
          links: [{ traceId: TRACE_B, spanId: toSpanId(5), attributes }],
          status: { code: 2, message: text },
        });
        const request = JSON.stringify(jsonRequest(span)).replace('"shop"', JSON.stringify(text));
        const answer = await send(server, { headers: { 'content-type': 'application/json' }, body: request });
        expect(answer.status).toBe(200);
      }
      await openPage('/');
      await waitForCount('#rows tr', VECTORS.length);
      expect((await texts('#rows .name')).reverse()).toEqual(VECTORS);
      await expectNothingMade();
      for (const index of VECTORS.keys()) {
        await page.goto(`${server.url}/#/trace/${(index + 1).toString(16).padStart(32, '0')}/span/b7ad6b7169203331`);
        await page.waitForFunction((title) => document.title === title, `${VECTORS[index] ?? ''} – spanbridge`);
        await expectNothingMade();
      }
      expect(dialogs).toEqual([]);
      expect(violations).toEqual([]);
    },
  );

  async function expectNothingMade(): Promise<void> {
    const foreign =
      'img,iframe,form,base,style,math,object,embed,script:not([src="page.js"]),[onerror],[onload],[onfocus]';
    expect(await page.locator(foreign).count()).toBe(0);
    const hrefs = await page.locator('a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(hrefs.filter((href) => href === null || !/^(#\/|api\/spanbridge\/)/.test(href))).toEqual([]);
  }
});
