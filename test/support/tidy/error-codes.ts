import * as ts from 'typescript';
import { lineOf, nodesOf } from './syntax.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

const CODE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Every code in a package's `errors.ts` is used by the package, and every error is thrown with a code from there. */
export function errorCodes(files: readonly SourceText[]): readonly Violation[] {
  const sources = files.filter(isPackageSource);
  const packageNames = new Set(sources.map(({ path }) => packagePlace(path)?.packageName ?? ''));
  return [...packageNames].flatMap((packageName) => {
    const members = sources.filter(({ path }) => packagePlace(path)?.packageName === packageName);
    return [...unusedCodes(members), ...unlistedCodes(members)];
  });
}

function unusedCodes(members: readonly SourceText[]): readonly Violation[] {
  const uses = new Set(members.flatMap((file) => [...nodesOf(file)].flatMap(usesIn)));
  return members.filter(isErrorList).flatMap((file) =>
    [...nodesOf(file)].flatMap((node) => {
      const names = ts.isStringLiteral(node) && isListed(node) ? [node.text, ...tableName(node)] : [];
      const [code] = names;
      if (code === undefined || names.some((name) => uses.has(name))) return [];
      return [
        { path: file.path, line: lineOf(file, node), message: `Code ${code} is never used. Throw it or remove it.` },
      ];
    }),
  );
}

/** A code in a list or table of `errors.ts`; a code that is handed to a function there is a use. */
function isListed(node: ts.StringLiteral): boolean {
  return CODE.test(node.text) && !ts.isCallOrNewExpression(node.parent);
}

/** How users of a table call an entry of it: `SOURCE_ERROR.noInput`; nothing for other lists. */
function tableName(node: ts.StringLiteral): readonly string[] {
  const entry = node.parent;
  if (!ts.isPropertyAssignment(entry)) return [];
  const table = ts.findAncestor(entry, ts.isVariableDeclaration);
  return table === undefined ? [] : [`${table.name.getText()}.${entry.name.getText()}`];
}

function usesIn(node: ts.Node): readonly string[] {
  if (ts.isPropertyAccessExpression(node)) return [node.getText()];
  if (!ts.isStringLiteral(node)) return [];
  return isErrorList({ path: node.getSourceFile().fileName, text: '' }) && isListed(node) ? [] : [node.text];
}

function unlistedCodes(members: readonly SourceText[]): readonly Violation[] {
  const listed = new Set(members.filter(isErrorList).flatMap((file) => [...nodesOf(file)].map(textOf)));
  return members.flatMap((file) =>
    [...nodesOf(file)].flatMap((node) => {
      if (!ts.isNewExpression(node) || node.expression.getText() !== 'SpanbridgeError') return [];
      const code = node.arguments?.[0];
      if (code === undefined || !ts.isStringLiteral(code) || listed.has(code.text)) return [];
      const message = `Code "${code.text}" is not in the errors.ts of the package. List it there with what it means.`;
      return [{ path: file.path, line: lineOf(file, node), message }];
    }),
  );
}

function isErrorList({ path }: SourceText): boolean {
  return path.endsWith('/errors.ts');
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteral(node) || ts.isIdentifier(node) ? node.text : '';
}
