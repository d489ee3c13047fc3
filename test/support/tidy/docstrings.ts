import * as ts from 'typescript';
import { isExported, lineOf, syntaxOf } from './syntax.js';
import { isPackageSource, type SourceText, type Violation } from './violation.js';

/** Every export says in a docstring what it is; lists of re-exports need none, the declaration has it. */
export function docstrings(files: readonly SourceText[]): readonly Violation[] {
  return files.filter(isPackageSource).flatMap((file) => {
    const statements = syntaxOf(file).statements;
    const documented = new Set<string>();
    const listed = locallyListedNames(statements);
    return statements.flatMap((statement) => {
      const names = declaredNames(statement);
      if (!isExported(statement) && !names.some((name) => listed.has(name))) return [];
      // The first signature of an overloaded function speaks for all of them.
      const isNew = names.some((name) => !documented.has(name));
      if (hasDocstring(statement)) for (const name of names) documented.add(name);
      if (!isNew || hasDocstring(statement)) return [];
      const message = `\`${names.join(', ')}\` is exported without a docstring. Its first sentence says what it is.`;
      return [{ path: file.path, line: lineOf(file, statement), message }];
    });
  });
}

/** Names that `export { … }` without `from` publishes. */
function locallyListedNames(statements: readonly ts.Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) continue;
    if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause)) continue;
    for (const element of statement.exportClause.elements) names.add((element.propertyName ?? element.name).text);
  }
  return names;
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function hasDocstring(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).some((doc) => ts.isJSDoc(doc) && saysSomething(doc));
}

function saysSomething(doc: ts.JSDoc): boolean {
  const comment = ts.getTextOfJSDocComment(doc.comment) ?? '';
  return comment.trim() !== '' || (doc.tags?.length ?? 0) > 0;
}
