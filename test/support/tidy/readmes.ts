import * as ts from 'typescript';
import { lineOf, nodesOf } from './syntax.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

/** Every package has a README, with more in it than its title. */
export function packageReadmes(files: readonly SourceText[]): readonly Violation[] {
  const packageNames = new Set(files.filter(isPackageSource).map(({ path }) => packagePlace(path)?.packageName ?? ''));
  return [...packageNames].flatMap((packageName) => {
    const path = `packages/${packageName}/README.md`;
    const text = files.find((file) => file.path === path)?.text;
    if (text === undefined)
      return [{ path, line: 1, message: 'The file is missing. One page: what for, how, limits.' }];
    if (text.includes(`@spanbridge/${packageName}`)) return [];
    return [{ path, line: 1, message: `Does not name @spanbridge/${packageName}. Show how to import it.` }];
  });
}

const ENVIRONMENT_VARIABLE = /^(?:OTEL|SPANBRIDGE)_[A-Z0-9_]*[A-Z0-9]$/;

/** Every environment variable that the sources read by name stands in a README or a page below `docs/`. */
export function documentedVariables(files: readonly SourceText[]): readonly Violation[] {
  const documents = files.filter(({ path }) => path.endsWith('.md')).map(({ text }) => text);
  return files.filter(isPackageSource).flatMap((file) =>
    [...nodesOf(file)].flatMap((node) => {
      const name = ts.isStringLiteral(node) || ts.isIdentifier(node) ? node.text : '';
      if (!ENVIRONMENT_VARIABLE.test(name) || documents.some((text) => text.includes(name))) return [];
      return [
        { path: file.path, line: lineOf(file, node), message: `${name} is in no README. Tell users what it does.` },
      ];
    }),
  );
}
