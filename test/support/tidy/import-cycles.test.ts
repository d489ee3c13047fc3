import { importCycles } from './import-cycles.js';
import { filesOf } from './rule-cases.js';

describe('importCycles', () => {
  it('finds each file of a cycle, and not the file that leads into it', () => {
    const files = filesOf({
      'packages/core/src/a.ts': "import { b } from './b.js';",
      'packages/core/src/b.ts': "import { c } from './d/c.js';",
      'packages/core/src/d/c.ts': "import type { B } from '../b.js';",
    });
    expect(importCycles(files).map(({ message }) => message)).toEqual([
      'Imports itself: core/src/b.ts → core/src/d/c.ts → core/src/b.ts. Move what both need to a file of its own.',
      'Imports itself: core/src/d/c.ts → core/src/b.ts → core/src/d/c.ts. Move what both need to a file of its own.',
    ]);
  });

  it('finds a file that imports itself', () => {
    expect(importCycles(filesOf({ 'packages/core/src/a.ts': "export { a } from './a.js';" }))).toHaveLength(1);
  });

  it('finds nothing where two files import a third', () => {
    const files = filesOf({
      'packages/core/src/a.ts': "import './c.js';\nimport './b.js';",
      'packages/core/src/b.ts': "import './c.js';",
      'packages/core/src/c.ts': '',
    });
    expect(importCycles(files)).toEqual([]);
  });
});
