import { nodeImports } from './node-imports.js';
import { filesOf, placesOf } from './rule-cases.js';

const TEXT = "import { readFileSync } from 'node:fs';";

describe('nodeImports', () => {
  it.each(['core/src/a.ts', 'bridges/src/mplp/map.ts', 'analysis/src/a.ts', 'otlp/src/delivery/queue.ts'])(
    'finds an import of Node in %s',
    (path) => {
      expect(placesOf(nodeImports(filesOf({ [`packages/${path}`]: TEXT })))).toEqual([`packages/${path}:1`]);
    },
  );

  it.each(['sdk/src/a.ts', 'server/src/a.ts', 'cli/src/a.ts', 'otlp/src/spool/a.ts', 'otlp/src/transport/a.ts'])(
    'allows it in %s',
    (path) => {
      expect(nodeImports(filesOf({ [`packages/${path}`]: TEXT }))).toEqual([]);
    },
  );

  it('finds a module of Node without its prefix everywhere', () => {
    const found = nodeImports(filesOf({ 'packages/sdk/src/a.ts': "const fs = await import('fs/promises');" }));
    expect(found[0]?.message).toBe('Write "node:fs/promises", which no package can shadow.');
  });
});
