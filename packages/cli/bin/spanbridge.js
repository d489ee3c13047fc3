#!/usr/bin/env node
// Kept in git with its executable bit: npm links no bin whose target is missing when it installs.
import { existsSync } from 'node:fs';

const built = new URL('../dist/esm/index.js', import.meta.url);
if (existsSync(built)) {
  const { main } = await import(built.href);
  await main();
} else {
  process.stderr.write('spanbridge is not built yet. Run `npm ci && npm run build` in the checkout first.\n');
  process.exitCode = 2;
}
