import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const CANDIDATES = [process.env['SPANBRIDGE_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

/** A test in a real browser; where there is none, skipped under a name that says why. */
export function browserTest(name: string, run: () => Promise<void>): void {
  if (executablePath === undefined) it.skip(`${name} (skipped: no Chromium, set SPANBRIDGE_CHROMIUM)`, run);
  else it(name, run, 60_000);
}

/** A page and all that it complained of. */
export interface OpenedPage {
  readonly page: Page;
  /** Dialogs, errors and console messages; reports of the content security policy are among them. */
  readonly complaints: readonly string[];
}

let browser: Browser | undefined;
let directory: string | undefined;

/** Opens HTML from disk, as a user who was sent the file does. */
export async function openHtml(html: string, hash = ''): Promise<OpenedPage> {
  directory ??= await mkdtemp(join(tmpdir(), 'spanbridge-page-'));
  browser ??= await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const complaints: string[] = [];
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`request: ${request.url()}`);
  });
  const path = join(directory, `page-${browser.contexts().length}.html`);
  await writeFile(path, html);
  await page.goto(`${pathToFileURL(path).href}${hash}`);
  return { page, complaints };
}

/** To be called after all tests of a file. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  browser = undefined;
  directory = undefined;
}
