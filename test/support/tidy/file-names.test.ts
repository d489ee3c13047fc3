import { fileNames } from './file-names.js';
import { filesOf, placesOf } from './rule-cases.js';

describe('fileNames', () => {
  it.each(['packages/core/src/utils.ts', 'test/helpers/a.ts', 'scripts/common.mjs', 'packages/core/src/TraceTree.ts'])(
    'finds %s',
    (path) => {
      expect(placesOf(fileNames(filesOf({ [path]: '' })))).toEqual([`${path}:1`]);
    },
  );

  it.each(['packages/core/src/model/time.ts', 'packages/sdk/test/a-b.recovery.test.ts', 'packages/cli/src/here.cts'])(
    'allows %s',
    (path) => {
      expect(fileNames(filesOf({ [path]: '' }))).toEqual([]);
    },
  );
});
