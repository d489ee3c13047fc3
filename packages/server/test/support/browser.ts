import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const asked = process.env['SPANBRIDGE_CHROMIUM'] ?? '/usr/bin/chromium';
const executablePath = existsSync(asked) ? asked : undefined;

/** A test that needs a browser; skipped by name where there is none. `SPANBRIDGE_CHROMIUM` says where one is. */
export const browserTest = executablePath === undefined ? it.skip : it;

/** Starts the browser of {@link browserTest}; undefined where there is none. */
export function launchBrowser(): Promise<Browser | undefined> {
  if (executablePath === undefined) return Promise.resolve(undefined);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}
