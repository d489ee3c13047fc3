import * as ts from 'typescript';
import { hasModifier, lineOf, nodesOf } from './syntax.js';
import { isTypeScript, packagePlace, type SourceText, type Violation } from './violation.js';

/** Forms of the language that the house does without, each with what to write instead. */
export function bannedSyntax(files: readonly SourceText[]): readonly Violation[] {
  return files
    .filter(({ path }) => isTypeScript(path))
    .flatMap((file) =>
      [...nodesOf(file)].flatMap((node) => {
        const message = faultOf(node);
        return message === undefined ? [] : [{ path: file.path, line: lineOf(file, node), message }];
      }),
    );
}

function faultOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return '`any` switches the checks off. Write `unknown` and look inside.';
  if (ts.isEnumDeclaration(node)) return '`enum` makes a second kind of value. Write a union of strings.';
  if (isDefaultExport(node)) return 'A default export has no name of its own. Export it by its name.';
  if (ts.isExportDeclaration(node) && node.exportClause === undefined) {
    return '`export *` publishes whatever is there. Write the list of names.';
  }
  return undefined;
}

/** Files of settings at the top of the checkout; the tools that read them want a default export. */
const CONFIGURATION = /^[\w-]+\.config\.ts$/;

function isDefaultExport(node: ts.Node): boolean {
  if (CONFIGURATION.test(node.getSourceFile().fileName)) return false;
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return ts.canHaveModifiers(node) && hasModifier(node, ts.SyntaxKind.DefaultKeyword);
}

/** Calls that leave tests out of a run without a word about it. */
const FOCUSED_TEST = /^(?:(?:describe|it|test)(?:\.\w+)*\.only|fdescribe|fit)$/;

/** No test is marked to run alone. */
export function focusedTests(files: readonly SourceText[]): readonly Violation[] {
  return callsIn(files, isTypeScript, ({ path, line, callee }) => {
    if (!FOCUSED_TEST.test(callee)) return [];
    return [{ path, line, message: `\`${callee}\` switches all other tests off. Remove the mark before you commit.` }];
  });
}

/** The libraries speak through `diag` and callbacks; only the command line and scripts write to the console. */
export function consoleCalls(files: readonly SourceText[]): readonly Violation[] {
  const isLibrary = (path: string): boolean => sourcePlace(path) !== undefined && !path.startsWith('packages/cli/');
  return callsIn(files, isLibrary, ({ path, line, callee }) => {
    if (!/^(?:globalThis\.)?console\.\w+$/.test(callee)) return [];
    return [
      { path, line, message: `\`${callee}\` writes into the output of the application. Use \`diag\` or a callback.` },
    ];
  });
}

/** The one file that may end the process at once. */
const PROCESS_OWNER = 'packages/cli/src/main.ts';

/** Only the command line ends the process or decides its exit code. */
export function processExits(files: readonly SourceText[]): readonly Violation[] {
  const remedy = `Only ${PROCESS_OWNER} may do that. Return an exit code, or throw a SpanbridgeError.`;
  const isGuarded = (path: string): boolean => sourcePlace(path) !== undefined && path !== PROCESS_OWNER;
  return callsIn(files, isGuarded, ({ path, line, callee }) => {
    if (!/^process\.(?:exit|abort|reallyExit)$/.test(callee)) return [];
    return [{ path, line, message: `\`${callee}\` ends the process. ${remedy}` }];
  });
}

interface Call {
  readonly path: string;
  readonly line: number;
  /** The called expression as it stands, without white space: `process.exit`. */
  readonly callee: string;
}

function callsIn(
  files: readonly SourceText[],
  isGuarded: (path: string) => boolean,
  judge: (call: Call) => readonly Violation[],
): readonly Violation[] {
  return files
    .filter(({ path }) => isTypeScript(path) && isGuarded(path))
    .flatMap((file) =>
      [...nodesOf(file)].filter(ts.isCallExpression).flatMap((node) => {
        const callee = node.expression.getText().replace(/\s/g, '');
        return judge({ path: file.path, line: lineOf(file, node), callee });
      }),
    );
}

function sourcePlace(path: string): string | undefined {
  const place = packagePlace(path);
  return place?.area === 'src' ? place.packageName : undefined;
}
