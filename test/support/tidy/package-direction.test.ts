import { packageDirection } from './package-direction.js';
import { filesOf, placesOf } from './rule-cases.js';

function placesFor(path: string, text: string): readonly string[] {
  return placesOf(packageDirection(filesOf({ [path]: text })));
}

describe('packageDirection', () => {
  it.each([
    ['packages/core/src/a.ts', "import { b } from '@spanbridge/otlp';"],
    ['packages/analysis/src/a.ts', "import type { B } from '@spanbridge/bridges/mplp';"],
    ['packages/server/src/a.ts', "import { b } from '@spanbridge/sdk';"],
    ['packages/sdk/src/a.ts', "export { b } from '@spanbridge/server';"],
    ['packages/viewer/src/a.tsx', "import { b } from '@spanbridge/core';"],
    ['packages/core/src/a.ts', "const b = await import('@spanbridge/sdk');"],
    ['packages/core/src/a.ts', "let b: import('@spanbridge/sdk').Registration;"],
    ['packages/core/src/a.ts', "import { b } from '@spanbridge/core';"],
  ])('finds in %s: %s', (path, text) => {
    expect(placesFor(path, text)).toEqual([`${path}:1`]);
  });

  it('allows otlp the diagnostics of core and nothing else of it', () => {
    expect(placesFor('packages/otlp/src/a.ts', "import { Ledger } from '@spanbridge/core/diagnostics';")).toEqual([]);
    expect(placesFor('packages/otlp/src/a.ts', "import { Ledger } from '@spanbridge/core';")).toHaveLength(1);
  });

  it('lets bridges load analysis late but not early', () => {
    const path = 'packages/bridges/src/structured-trace/host/trace.ts';
    expect(placesFor(path, "async () => { await import('@spanbridge/analysis'); };")).toEqual([]);
    expect(placesFor(path, "import type { TraceAnalyzer } from '@spanbridge/analysis';")).toEqual([]);
    expect(placesFor(path, "import { TraceAnalyzer } from '@spanbridge/analysis';")).toEqual([`${path}:1`]);
  });

  it('lets only the action traces take parts of the delivery', () => {
    const text = "import { nextRetryDelayMs } from '@spanbridge/otlp';";
    expect(placesFor('packages/bridges/src/action-trace/host/queue.ts', text)).toEqual([]);
    expect(placesFor('packages/bridges/src/mplp/map.ts', text)).toHaveLength(1);
  });

  it('finds a relative path into another package, or out of the sources', () => {
    const text =
      "import { a } from '../../core/src/a.js';\nimport { b } from '../test/b.js';\nimport { c } from './c.js';";
    expect(placesFor('packages/otlp/src/a.ts', text)).toEqual(['packages/otlp/src/a.ts:1', 'packages/otlp/src/a.ts:2']);
  });

  it('asks for an entry of a package that it does not know', () => {
    const found = packageDirection(filesOf({ 'packages/new/src/a.ts': "import '@spanbridge/core';" }));
    expect(found[0]?.message).toBe('Package "new" has no entry among the directions. Add it to this rule.');
  });

  it('leaves tests alone, which may look anywhere', () => {
    expect(placesFor('packages/core/test/a.test.ts', "import { b } from '@spanbridge/otlp';")).toEqual([]);
  });
});
