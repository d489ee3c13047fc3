import * as ts from 'typescript';
import { type SourceText } from './violation.js';

const parsed = new WeakMap<SourceText, ts.SourceFile>();

/** The syntax tree of a file, parsed once however many rules ask for it. */
export function syntaxOf(file: SourceText): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true);
  parsed.set(file, tree);
  return tree;
}

/** All nodes of a file in reading order, without recursion: some test files nest deeply. */
export function* nodesOf(file: SourceText): Generator<ts.Node> {
  const open: ts.Node[] = [syntaxOf(file)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    open.push(...children.reverse());
  }
}

/** The line on which a node starts, counted from 1, comments before it left out. */
export function lineOf(file: SourceText, node: ts.Node): number {
  const tree = syntaxOf(file);
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** How many lines a node covers, from its first word to its last. */
export function lineCountOf(file: SourceText, node: ts.Node): number {
  const tree = syntaxOf(file);
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(file, node);
}

/** Whether a declaration carries the keyword `export`. */
export function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

/** Whether a declaration carries a modifier. */
export function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}
