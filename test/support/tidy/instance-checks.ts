import * as ts from 'typescript';
import { importsOf } from './module-imports.js';
import { lineOf, nodesOf } from './syntax.js';
import { isTypeScript, packagePlace, type SourceText, type Violation } from './violation.js';

/** Modules whose classes may be there twice in one tree, so that an object of one copy is no instance of the other. */
const COPIED_MODULE = /^@opentelemetry\/|^@spanbridge\//;

/** No `instanceof` on classes of the OpenTelemetry SDK or on our own error. */
export function instanceChecks(files: readonly SourceText[]): readonly Violation[] {
  return files
    .filter(({ path }) => isTypeScript(path) && packagePlace(path)?.area === 'src')
    .flatMap((file) => {
      const copied = copiedNames(file);
      return [...nodesOf(file)].flatMap((node) => {
        if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) return [];
        const className = node.right.getText();
        if (!copied.has(className.split('.')[0] ?? '')) return [];
        const message = `\`instanceof ${className}\` fails when a tree has two copies. Ask for name, code or shape.`;
        return [{ path: file.path, line: lineOf(file, node), message }];
      });
    });
}

function copiedNames(file: SourceText): ReadonlySet<string> {
  const imported = importsOf(file).filter(({ specifier }) => COPIED_MODULE.test(specifier));
  return new Set(['SpanbridgeError', ...imported.flatMap(({ localNames }) => localNames)]);
}
