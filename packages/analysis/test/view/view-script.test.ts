import { Script } from 'node:vm';
import type { Page } from 'playwright-core';
import { renderHtml } from '../../src/render/html.js';
import { VIEW_SCRIPT } from '../../src/view/view-script.js';
import { browserTest, closeBrowser, openHtml } from '../support/browser.js';
import { makeSpan } from '../support/make-span.js';
import { checkoutTrace, interruptedTrace } from '../support/sample-traces.js';

const CHECKOUT = '#/trace/0af7651916cd43dd8448eb211c80319c';

const VECTORS = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<svg onload=alert(1)>',
  '"><iframe srcdoc="<script>alert(1)</script>">',
  "'-alert(1)-'",
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">x</a>',
  '{{constructor.constructor("alert(1)")()}}',
  '<style>*{background:url(//evil.example)}</style>',
  '<base href="//evil.example">',
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  '<!--',
  '\u2028alert(1)\u2029',
  '&lt;img src=x onerror=alert(1)&gt;',
  '__proto__',
];

const labels = (page: Page): Promise<string[]> => page.locator('.sb-row .sb-label').allTextContents();
const selected = (page: Page): Promise<string> => page.locator('.sb-row[aria-selected=true] .sb-label').innerText();

afterAll(closeBrowser);

describe('VIEW_SCRIPT', () => {
  it('is plain script that defines one name', () => {
    expect(() => new Script(VIEW_SCRIPT)).not.toThrow();
    expect(VIEW_SCRIPT).toMatch(/^const SpanbridgeView = /);
  });

  it('has no way from text to markup or code', () => {
    expect(VIEW_SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|DOMParser/);
  });

  browserTest('draws the rows of the newest trace, and another one from the list', async () => {
    const { page, complaints } = await openHtml(renderHtml([...checkoutTrace(), ...interruptedTrace()]), CHECKOUT);
    expect(await labels(page)).toEqual([
      ...['POST /checkout', 'authenticate', 'SELECT sessions', 'load basket', 'GET basket:8123', 'price items'],
      ...['charge card', 'charge card', 'audit'],
    ]);
    await page.click('.sb-traces a:has-text("plan holiday")');
    await page.waitForSelector('h1:has-text("plan holiday")');
    expect(await page.evaluate(() => location.hash)).toBe('#/trace/be97f2fa26196196d1c776cef223b871');
    expect(await page.locator('.sb-legend-entry').allTextContents()).toEqual([
      ...['unfinished', 'implicit', 'start not seen', 'running', '↑parent missing'],
    ]);
    expect(complaints).toEqual([]);
  });

  browserTest('opens a span by its address and tells everything of it', async () => {
    const { page, complaints } = await openHtml(renderHtml(checkoutTrace()), `${CHECKOUT}/span/a000000000000007`);
    const detail = await page.locator('.sb-detail').innerText();
    for (const text of ['card issuer timed out', 'payments', '410ms', '+310ms', 'a000000000000007', 'no answer']) {
      expect(detail).toContain(text);
    }
    await page.click('.sb-detail a:has-text("a000000000000001")');
    await page.waitForSelector('.sb-detail-name:has-text("POST /checkout")');
    expect(await selected(page)).toBe('POST /checkout');
    await page.keyboard.press('Escape');
    expect(await page.locator('.sb-detail').isHidden()).toBe(true);
    expect(complaints).toEqual([]);
  });

  browserTest('is walked, folded and searched by keys', async () => {
    const { page, complaints } = await openHtml(renderHtml(checkoutTrace()));
    await page.focus('.sb-scroller');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await selected(page)).toBe('authenticate');
    await page.keyboard.press('ArrowLeft');
    expect(await labels(page)).not.toContain('SELECT sessions');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await selected(page)).toBe('SELECT sessions');
    await page.keyboard.press('e');
    expect(await selected(page)).toBe('charge card');
    await page.keyboard.press('/');
    await page.keyboard.type('redis');
    await page.keyboard.press('Enter');
    expect(await selected(page)).toBe('GET basket:8123');
    expect(await page.locator('.sb-said').innerText()).toBe('1 found');
    expect(complaints).toEqual([]);
  });

  browserTest('folds by a click on the triangle without selecting', async () => {
    const { page } = await openHtml(renderHtml(checkoutTrace()));
    await page.locator('.sb-row .sb-toggle').first().click();
    expect(await labels(page)).toEqual(['POST /checkout']);
    expect(await page.locator('.sb-row').first().getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('.sb-row[aria-selected=true]').count()).toBe(0);
  });

  browserTest('says when an address leads nowhere, and when there is nothing', async () => {
    const { page } = await openHtml(renderHtml(checkoutTrace()), '#/trace/%3Cb%3E');
    expect(await page.locator('.sb-notice').innerText()).toBe('Trace <b> is not on this page.');
    const empty = await openHtml(renderHtml([]));
    expect(await empty.page.locator('.sb-notice').innerText()).toBe('There are no spans here.');
    expect(empty.complaints).toEqual([]);
  });

  browserTest('keeps few rows in the document however many spans there are', async () => {
    const spans = Array.from({ length: 5_000 }, (_, index) =>
      makeSpan({
        spanId: `s${index}`,
        name: `n${index}`,
        startMs: index,
        ...(index === 0 ? {} : { parentSpanId: 's0' }),
      }),
    );
    const { page, complaints } = await openHtml(renderHtml(spans));
    await page.focus('.sb-scroller');
    await page.keyboard.press('End');
    expect(await selected(page)).toBe('n4999');
    expect(await page.locator('.sb-row').count()).toBeLessThan(100);
    expect(complaints).toEqual([]);
  });

  browserTest('shows attacks as text: no dialog, no element, no report', async () => {
    const spans = VECTORS.map((vector, index) =>
      makeSpan({
        ...{ spanId: `a${index}`, startMs: index, endMs: 100, name: vector, service: vector, error: vector },
        attributes: { [vector]: vector, 'spanbridge.end.cause': vector, 'partial.gc': true },
        resource: { [`r${vector}`]: vector },
        events: [{ name: vector, atMs: index, attributes: { [vector]: vector } }],
        links: [{ traceId: vector, spanId: vector }],
        ...(index === 0 ? {} : { parentSpanId: vector }),
      }),
    );
    const { page, complaints } = await openHtml(renderHtml(spans, { title: VECTORS[0] ?? '' }));
    const markup = 'img, svg, iframe, base, object, embed, form, .sb-view script, .sb-view style, .sb-view meta';
    for (let index = 0; index < VECTORS.length; index += 1) {
      await page.locator('.sb-row').nth(index).click();
      expect(await page.locator('.sb-detail-name').textContent()).toBe(VECTORS[index]);
      expect(await page.locator(markup).count()).toBe(0);
      expect(await page.locator('a:not([href^="#/trace/"])').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });
});
