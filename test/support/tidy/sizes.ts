import * as ts from 'typescript';
import { lineCountOf, lineOf, nodesOf, syntaxOf } from './syntax.js';
import { isTypeScript, packagePlace, type SourceText, type Violation } from './violation.js';

/** Where a reader loses the thread; the aim is under 100. */
const FILE_LINES_MAX = 400;

/** About one screen; the aim is 10. */
const FUNCTION_LINES_MAX = 70;

/** Two files side by side on a usual screen. */
const LINE_COLUMNS_MAX = 120;

/** Code that people write, of any language; documents and data may be as long as they need to be. */
const CODE = /\.(?:[cm]?tsx?|[cm]?js|py|css)$/;

/** A file has at most 400 lines. */
export function fileSizes(files: readonly SourceText[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const lineCount = text.replace(/\n$/, '').split('\n').length;
    if (!CODE.test(path) || lineCount <= FILE_LINES_MAX) return [];
    const message = `${lineCount} lines; the limit is ${FILE_LINES_MAX}. Move one concern to a file named after it.`;
    return [{ path, line: FILE_LINES_MAX + 1, message }];
  });
}

/** A function has at most 70 lines; the body of a `describe` is a list of tests, not a function. */
export function functionSizes(files: readonly SourceText[]): readonly Violation[] {
  return files
    .filter(({ path }) => isTypeScript(path))
    .flatMap((file) =>
      [...nodesOf(file)].flatMap((node) => {
        if (!ts.isFunctionLike(node) || isBodyOfDescribe(node)) return [];
        const lineCount = lineCountOf(file, node);
        if (lineCount <= FUNCTION_LINES_MAX) return [];
        const message = `${lineCount} lines; the limit of a function is ${FUNCTION_LINES_MAX}. Split it by its parts.`;
        return [{ path: file.path, line: lineOf(file, node), message }];
      }),
    );
}

function isBodyOfDescribe(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression.getText().startsWith('describe');
}

/** A line has at most 120 columns. In tests a text may be wider: what a program prints or reads is shown as it is. */
export function lineWidths(files: readonly SourceText[]): readonly Violation[] {
  return files
    .filter(({ path }) => CODE.test(path))
    .flatMap((file) => {
      const found = tooWideLines(file);
      return found.filter(({ line }) => !isTest(file.path) || !isInText(file, line));
    });
}

function tooWideLines({ path, text }: SourceText): readonly Violation[] {
  return text.split('\n').flatMap((content, index) => {
    if (content.length <= LINE_COLUMNS_MAX) return [];
    const message = `${content.length} columns; the limit is ${LINE_COLUMNS_MAX}. Break the line.`;
    return [{ path, line: index + 1, message }];
  });
}

function isTest(path: string): boolean {
  return isTypeScript(path) && (packagePlace(path)?.area === 'test' || path.startsWith('test/'));
}

/** Whether the first column beyond the limit lies in a string or template, which no formatter could break. */
function isInText(file: SourceText, line: number): boolean {
  const position = syntaxOf(file).getPositionOfLineAndCharacter(line - 1, LINE_COLUMNS_MAX);
  return [...nodesOf(file)].some((node) => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    return isText && node.getStart() < position && position < node.getEnd();
  });
}
