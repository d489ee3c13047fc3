import { join } from 'node:path';
import { readSourceFiles } from './support/source-files.js';
import { bannedSyntax, consoleCalls, focusedTests, processExits } from './support/tidy/banned-syntax.js';
import { bridgeFolders } from './support/tidy/bridge-folders.js';
import { declaredDependencies } from './support/tidy/declared-dependencies.js';
import { docstrings } from './support/tidy/docstrings.js';
import { errorCodes } from './support/tidy/error-codes.js';
import { fileNames } from './support/tidy/file-names.js';
import { importCycles } from './support/tidy/import-cycles.js';
import { instanceChecks } from './support/tidy/instance-checks.js';
import { mirroredTests, strayTests } from './support/tidy/mirrored-tests.js';
import { nodeImports } from './support/tidy/node-imports.js';
import { packageDirection } from './support/tidy/package-direction.js';
import { packageManifests } from './support/tidy/package-manifests.js';
import { documentedVariables, packageReadmes } from './support/tidy/readmes.js';
import { fileSizes, functionSizes, lineWidths } from './support/tidy/sizes.js';
import { texts } from './support/tidy/texts.js';
import { formatViolation, type SourceText, type Violation } from './support/tidy/violation.js';
import { bannedWords, decoratedNames, missingUnits } from './support/tidy/words.js';

/**
 * Source files without a test of their own. The list may only shrink. Those here are texts of scripts and styles that
 * run in the page alone: `view-script.test.ts` of analysis and `page.test.ts` of server run them in a real browser.
 */
const UNTESTED: readonly string[] = [
  ...['detail', 'dom', 'head', 'page', 'row', 'trace', 'waterfall'].map(
    (name) => `packages/analysis/src/view/script-${name}.ts`,
  ),
  ...['document', 'format-script', 'list-script', 'main-script', 'style'].map(
    (name) => `packages/server/src/page/${name}.ts`,
  ),
];

const RULES: readonly (readonly [sentence: string, rule: (files: readonly SourceText[]) => readonly Violation[]])[] = [
  ['packages import in one direction, by exported names', packageDirection],
  ['modules of Node are imported only where the code runs in Node only', nodeImports],
  ['every imported package is declared, and of OpenTelemetry only the API runs', declaredDependencies],
  ['the manifests of the packages agree and promise only what the build makes', packageManifests],
  ['bridge folders have the same files and import nothing of one another', bridgeFolders],
  ['no file imports itself by way of others', importCycles],
  ['a file has at most 400 lines', fileSizes],
  ['a function has at most 70 lines', functionSizes],
  ['a line has at most 120 columns', lineWidths],
  ['files are named in kebab-case after what they hold', fileNames],
  ['there is no any, no enum, no default export and no export of everything', bannedSyntax],
  ['no test is marked to run alone', focusedTests],
  ['only the command line and scripts write to the console', consoleCalls],
  ['only the command line ends the process', processExits],
  ['no instanceof asks for a class that may be there twice', instanceChecks],
  ['every export has a docstring', docstrings],
  [
    'every source file of more than 30 lines has a test of its name',
    (files) => mirroredTests(files, { untested: UNTESTED }),
  ],
  ['every test file is about a source file or folder', strayTests],
  ['every package has a README that names it', packageReadmes],
  ['every environment variable that is read is in a README', documentedVariables],
  ['every error code is listed and used', errorCodes],
  ['names use the words of the house', bannedWords],
  ['numbers of time carry their unit', missingUnits],
  ['names carry no sign of their kind', decoratedNames],
  ['texts hold no leftovers, no paths of a machine and no references that lead nowhere', texts],
];

describe('the checkout', () => {
  const files = readSourceFiles(join(__dirname, '..'));

  it('is read by these rules at all', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['packages/core/src/index.ts', 'packages/core/package.json', 'package.json']),
    );
  });

  it.each(RULES)('%s', (_sentence, rule) => {
    expect(rule(files).map(formatViolation)).toEqual([]);
  });
});
