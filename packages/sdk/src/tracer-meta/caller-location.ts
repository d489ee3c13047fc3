import { fileURLToPath } from 'node:url';
import type { Attributes } from '@opentelemetry/api';
import { ATTRIBUTE } from '@spanbridge/core';

/** Frames that are looked at: tracing adds about ten of its own between the program and the processor. */
const FRAMES_MAX = 30;

/** `    at name (file:line:column)` or `    at file:line:column`, as V8 writes a frame. */
const FRAME = /^ {4}at (?:async )?(?:(.+?) \()?(.+?):(\d+):\d+\)?$/;

/** Where tracing itself lies: frames from there are passed over. */
const TRACING = /[\\/]node_modules[\\/](?:@opentelemetry|@spanbridge)[\\/]|^node:/;

function toPath(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}

interface Frame {
  readonly path: string;
  readonly line: number;
  readonly name: string | undefined;
}

function* framesOf(stack: string): Generator<Frame> {
  for (const text of stack.split('\n')) {
    const [, name, file, line] = FRAME.exec(text) ?? [];
    if (file !== undefined) yield { path: toPath(file), line: Number(line), name };
  }
}

/** The files of the first frames of a stack: those of the functions that asked for it. */
export function filesOnTop(stack: string, count: number): ReadonlySet<string> {
  return new Set([...framesOf(stack)].slice(0, count).map(({ path }) => path));
}

/**
 * The place of the program that a stack leads to: the first frame that is not of tracing or of Node. Empty when there
 * is none, such as in a callback that Node itself called, or in a program that is bundled into one file.
 *
 * @param ownFiles - files whose frames are passed over, too: those of the caller
 */
export function locationIn(stack: string, ownFiles: ReadonlySet<string> = new Set()): Attributes {
  for (const { path, line, name } of framesOf(stack)) {
    if (TRACING.test(path) || ownFiles.has(path)) continue;
    return {
      [ATTRIBUTE.codeFilePath]: path,
      [ATTRIBUTE.codeLineNumber]: line,
      ...(name === undefined ? {} : { [ATTRIBUTE.codeFunctionName]: name }),
    };
  }
  return {};
}

/** The stack of this moment, deep enough to reach the program; costs some microseconds. */
export function currentStack(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES_MAX;
  const { stack = '' } = new Error('location');
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}
