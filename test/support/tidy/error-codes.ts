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
  // Errors are raised in `errors.ts` itself where it holds functions; a code that stands there twice is used.
  const uses = members.flatMap((file) => [...nodesOf(file)].map(textOf)).filter((text) => CODE.test(text));
  return members.filter(isErrorList).flatMap((file) =>
    [...nodesOf(file)].flatMap((node) => {
      const code = ts.isStringLiteral(node) ? node.text : '';
      if (!CODE.test(code) || isArgument(node) || uses.filter((use) => use === code).length > 1) return [];
      return [
        { path: file.path, line: lineOf(file, node), message: `Code ${code} is never used. Throw it or remove it.` },
      ];
    }),
  );
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

function isArgument(node: ts.Node): boolean {
  return ts.isNewExpression(node.parent) || ts.isCallExpression(node.parent);
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteral(node) || ts.isIdentifier(node) ? node.text : '';
}
