import * as ts from 'typescript';
import { syntaxOf } from './syntax.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

/** Shorter files are shown by the tests of their users. */
const LINES_WITHOUT_TEST_MAX = 30;

/** Options of {@link mirroredTests}. */
export interface MirroredTestsOptions {
  /** Source files without a test of their own. The list may only shrink: an entry that is not needed is a fault. */
  readonly untested: readonly string[];
}

/** Each source file of more than 30 lines with running code has a namesake below `test/`. */
export function mirroredTests(files: readonly SourceText[], options: MirroredTestsOptions): readonly Violation[] {
  const paths = files.map(({ path }) => path);
  const lacking = files.filter((file) => needsTest(file) && !hasTest(file.path, paths)).map(({ path }) => path);
  const unlisted = lacking.filter((path) => !options.untested.includes(path));
  const stale = options.untested.filter((path) => !lacking.includes(path));
  return [
    ...unlisted.map((path) => ({ path, line: 1, message: `Has no test. Write ${testPathOf(path, '.test.ts')}.` })),
    ...stale.map((path) => ({
      path,
      line: 1,
      message: 'Is listed as untested but needs no entry. Take it off the list.',
    })),
  ];
}

function needsTest(file: SourceText): boolean {
  return isPackageSource(file) && file.text.split('\n').length > LINES_WITHOUT_TEST_MAX && hasRunningCode(file);
}

/** Whether anything is left of the file once types, imports and lists of re-exports are taken away. */
function hasRunningCode(file: SourceText): boolean {
  return !syntaxOf(file).statements.every(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      isTableOfConstants(statement),
  );
}

/** A constant made of literals and other constants; there is nothing in it that could go wrong at run time. */
function isTableOfConstants(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(({ initializer }) => isLiteral(initializer, LITERAL_DEPTH_MAX));
}

/** Deeper tables are code for this purpose; no table of names or limits comes near it. */
const LITERAL_DEPTH_MAX = 6;

function isLiteral(node: ts.Expression | undefined, depthLeft: number): boolean {
  if (node === undefined || depthLeft === 0) return false;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return isLiteral(node.expression, depthLeft - 1);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isLiteral(element, depthLeft - 1));
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => {
      return ts.isPropertyAssignment(property) && isLiteral(property.initializer, depthLeft - 1);
    });
  }
  if (ts.isPrefixUnaryExpression(node)) return isLiteral(node.operand, depthLeft - 1);
  if (ts.isBinaryExpression(node)) return isLiteral(node.left, depthLeft - 1) && isLiteral(node.right, depthLeft - 1);
  // A name of another constant, or of one of its parts.
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return true;
  return ts.isLiteralExpression(node) || [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword].includes(node.kind);
}

function hasTest(path: string, paths: readonly string[]): boolean {
  // `spool.test.ts`, or several such as `spool.recovery.test.ts`.
  const start = testPathOf(path, '.');
  return paths.some((other) => other.startsWith(start) && other.endsWith('.test.ts'));
}

function testPathOf(path: string, ending: string): string {
  const place = packagePlace(path);
  return `packages/${place?.packageName ?? ''}/test/${(place?.inner ?? '').replace(/\.c?tsx?$/, '')}${ending}`;
}

/**
 * Each test file of a package is named after a source file or folder, or lies in a folder that the sources have and is
 * about a topic of that folder, such as the order of its records.
 */
export function strayTests(files: readonly SourceText[]): readonly Violation[] {
  const sources = files.filter(isPackageSource).map(({ path }) => path);
  return files.flatMap(({ path }) => {
    const place = packagePlace(path);
    if (place?.area !== 'test' || !path.endsWith('.test.ts')) return [];
    const start = `packages/${place.packageName}/src/${place.inner.replace(/\.(?:[\w-]+\.)?test\.ts$/, '')}`;
    const folder = place.inner.includes('/') ? [start.replace(/[^/]+$/, '')] : [];
    const subjects = [`${start}.`, `${start}/`, ...folder];
    if (sources.some((source) => subjects.some((subject) => source.startsWith(subject)))) return [];
    return [
      { path, line: 1, message: `Tests nothing of that name: ${start}.ts does not exist. Rename or move the test.` },
    ];
  });
}
