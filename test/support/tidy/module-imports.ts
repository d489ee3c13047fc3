import { posix } from 'node:path';
import * as ts from 'typescript';
import { lineOf, nodesOf } from './syntax.js';
import { type SourceText } from './violation.js';

/** One place where a file names another module. */
export interface ModuleImport {
  readonly specifier: string;
  readonly line: number;
  /** `type` leaves nothing in the built code, `lazy` is `import()` or `require()`, `static` runs at once. */
  readonly kind: 'static' | 'type' | 'lazy';
  /** The names that the import gives to the file, by which its code speaks of them. */
  readonly localNames: readonly string[];
  /** The names of the values among them, as the other module calls them; empty when they are not named one by one. */
  readonly valueNames: readonly string[];
}

/** Every import, re-export, `import()`, `require()` and `import('…')` type of a file. */
export function importsOf(file: SourceText): readonly ModuleImport[] {
  const found: ModuleImport[] = [];
  for (const node of nodesOf(file)) {
    const read = readImport(node);
    if (read !== undefined) found.push({ ...read, line: lineOf(file, node) });
  }
  return found;
}

type ReadImport = Omit<ModuleImport, 'line'>;

function readImport(node: ts.Node): ReadImport | undefined {
  if (ts.isImportDeclaration(node)) return readImportDeclaration(node);
  if (ts.isExportDeclaration(node)) return readExportDeclaration(node);
  if (ts.isImportTypeNode(node)) return readImportType(node);
  if (ts.isCallExpression(node)) return readCall(node);
  return undefined;
}

function readImportDeclaration(node: ts.ImportDeclaration): ReadImport | undefined {
  if (!ts.isStringLiteral(node.moduleSpecifier)) return undefined;
  const specifier = node.moduleSpecifier.text;
  const clause = node.importClause;
  if (clause === undefined) return { specifier, kind: 'static', localNames: [], valueNames: [] };
  const bindings = clause.namedBindings;
  const elements = bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
  const names = [clause.name?.text, ...elements.map((element) => element.name.text)];
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push(bindings.name.text);
  const isType = clause.phaseModifier === ts.SyntaxKind.TypeKeyword || isOnlyTypes(clause.name === undefined, elements);
  const localNames = names.filter((name) => name !== undefined);
  const values = elements.filter((element) => !element.isTypeOnly);
  const valueNames = isType ? [] : values.map(({ name, propertyName }) => (propertyName ?? name).text);
  return { specifier, kind: isType ? 'type' : 'static', localNames, valueNames };
}

function isOnlyTypes(hasNoDefault: boolean, elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): boolean {
  return hasNoDefault && elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

function readExportDeclaration(node: ts.ExportDeclaration): ReadImport | undefined {
  if (node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return undefined;
  const clause = node.exportClause;
  const elements = clause !== undefined && ts.isNamedExports(clause) ? [...clause.elements] : [];
  const kind = node.isTypeOnly || isOnlyTypes(true, elements) ? 'type' : 'static';
  return { specifier: node.moduleSpecifier.text, kind, localNames: [], valueNames: [] };
}

function readImportType(node: ts.ImportTypeNode): ReadImport | undefined {
  const { argument } = node;
  if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return undefined;
  return { specifier: argument.literal.text, kind: 'type', localNames: [], valueNames: [] };
}

function readCall(node: ts.CallExpression): ReadImport | undefined {
  const [argument] = node.arguments;
  if (argument === undefined || !ts.isStringLiteral(argument)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  if (!isRequire && node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  return { specifier: argument.text, kind: 'lazy', localNames: [], valueNames: [] };
}

/** The path that a relative specifier means, with the endings that TypeScript reads for `.js` and `.cjs`. */
export function resolveRelative(fromPath: string, specifier: string): readonly string[] {
  const path = posix.join(posix.dirname(fromPath), specifier);
  if (path.endsWith('.cjs')) return [path.replace(/\.cjs$/, '.cts')];
  return ['.ts', '.tsx'].map((ending) => path.replace(/\.jsx?$/, ending));
}

/** The package part of a bare specifier: `@spanbridge/core/diagnostics` → `@spanbridge/core`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
