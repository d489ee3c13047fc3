import * as ts from 'typescript';
import { lineOf, nodesOf } from './syntax.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

/** Words that the house does not use in names, each with what it says instead; words of the field are not listed. */
const BANNED_WORDS: Readonly<Record<string, string>> = {
  temp: 'pending or provisional; for a file, the name of what is in it',
  tmp: 'the name of what is in it',
  placeholder: 'marker or anchor',
  stub: 'marker or anchor; doubles for tests live in test/support',
  discard: 'drop, reject, refuse or ignore',
  dispose: 'flush, shutdown or close',
  destroy: 'flush, shutdown or close',
  manager: 'what it does',
  helper: 'what it does',
  util: 'what it does',
  foo: 'what it holds',
};

/** Re-implemented programming interfaces keep the names that their users know. */
const CONTRACT_FOLDERS = /\/(?:host|compat)\//;

/** Names that the contract with users fixes, wherever they stand. */
const CONTRACT_NAMES = new Set(['StorageRotationManager', 'TraceManagementService']);

/** Names that we declare use the words of the house. */
export function bannedWords(files: readonly SourceText[]): readonly Violation[] {
  return declarations(files).flatMap(({ file, name, node }) => {
    if (CONTRACT_NAMES.has(name)) return [];
    const word = wordsOf(name).find((part) => Object.hasOwn(BANNED_WORDS, part));
    if (word === undefined) return [];
    const message = `\`${name}\`: say ${BANNED_WORDS[word] ?? ''}, not "${word}".`;
    return [{ path: file.path, line: lineOf(file, node), message }];
  });
}

/** Names of numbers whose value depends on the unit. */
const NEEDS_UNIT = /(?:^t|T)imeout$|(?:^d|D)(?:elay|uration)$|(?:^i|I)nterval$|(?:^e|E)lapsed$|(?:^b|B)ackoff$/;

/** A number of time says its unit at the end of its name. */
export function missingUnits(files: readonly SourceText[]): readonly Violation[] {
  return declarations(files).flatMap(({ file, name, node }) => {
    if (!NEEDS_UNIT.test(name) || !isNumber(node)) return [];
    const message = `\`${name}\` is a number without a unit. Put the unit last: \`${name}Ms\`.`;
    return [{ path: file.path, line: lineOf(file, node), message }];
  });
}

/** Interfaces without a leading `I`, members without a leading underscore. */
export function decoratedNames(files: readonly SourceText[]): readonly Violation[] {
  return declarations(files).flatMap(({ file, name, node }) => {
    const isPrefixed =
      (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && /^I[A-Z][a-z]/.test(name);
    const isUnderscored = ts.isClassElement(node) && name.startsWith('_');
    if (!isPrefixed && !isUnderscored) return [];
    const message = `\`${name}\` carries a sign of its kind. Leave the prefix off.`;
    return [{ path: file.path, line: lineOf(file, node), message }];
  });
}

interface Declaration {
  readonly file: SourceText;
  readonly name: string;
  readonly node: ts.NamedDeclaration;
}

function declarations(files: readonly SourceText[]): readonly Declaration[] {
  return files
    .filter(
      (file) => isPackageSource(file) && packagePlace(file.path) !== undefined && !CONTRACT_FOLDERS.test(file.path),
    )
    .flatMap((file) =>
      [...nodesOf(file)].flatMap((node) => {
        if (!isNamedDeclaration(node) || node.name === undefined || !ts.isIdentifier(node.name)) return [];
        // `value as { destroy?: unknown }` looks at what others have named.
        if (ts.isTypeLiteralNode(node.parent) && ts.isAsExpression(node.parent.parent)) return [];
        return [{ file, name: node.name.text, node }];
      }),
    );
}

function isNamedDeclaration(node: ts.Node): node is ts.NamedDeclaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node)
  );
}

function isNumber(node: ts.NamedDeclaration): boolean {
  if (ts.isFunctionLike(node)) return false;
  const { type, initializer } = node as { readonly type?: ts.Node; readonly initializer?: ts.Node };
  if (type !== undefined) return type.kind === ts.SyntaxKind.NumberKeyword || type.kind === ts.SyntaxKind.BigIntKeyword;
  return initializer !== undefined && (ts.isNumericLiteral(initializer) || ts.isBigIntLiteral(initializer));
}

/** `SegmentFile2Name` → segment, file2, name; `QUEUE_MAX` → queue, max. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
}
