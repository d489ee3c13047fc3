import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { type Readable } from 'node:stream';
import * as ts from 'typescript';

const PACKAGES = join(__dirname, '../../..');

/** A process of its own that runs our sources, and the lines that it prints. */
export interface ChildProgram {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  readonly lines: Interface;
  /** Resolves once so many more lines were printed; rejects when the process ends before. */
  readonly printed: (lineCount: number) => Promise<void>;
  /** Resolves with the signal or exit code once the process has ended. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
}

/**
 * Makes the sources of the spool runnable by plain Node below `root`, without the build: tests read sources. `require`
 * of `./otlp/spool/spool.js` from a program in `root` finds them.
 */
export function installSpoolSources(root: string): void {
  transpileFolder(join(PACKAGES, 'otlp/src/spool'), join(root, 'otlp/spool'));
  for (const name of ['errors', 'codec/signal', 'delivery/one-time-warnings']) {
    transpileFile(join(PACKAGES, `otlp/src/${name}.ts`), join(root, `otlp/${name}.js`));
  }
  transpileFolder(join(PACKAGES, 'core/src/diagnostics'), join(root, 'node_modules/@spanbridge/core/diagnostics'));
}

/** Runs a program text with Node, in `root`. */
export function startProgram(root: string, text: string, args: readonly string[]): ChildProgram {
  const path = join(root, 'program.cjs');
  writeFileSync(path, text);
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'], cwd: root });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve(signal ?? code);
    });
  });
  const lines = createInterface({ input: child.stdout });
  return { process: child, lines, printed: (lineCount) => waitForLines(lines, lineCount), ended };
}

function waitForLines(lines: Interface, lineCount: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = lineCount;
    const onClose = (): void => {
      reject(new Error(`The process ended ${left} lines too early.`));
    };
    const onLine = (): void => {
      left -= 1;
      if (left > 0) return;
      lines.off('line', onLine).off('close', onClose);
      resolve();
    };
    lines.on('line', onLine).on('close', onClose);
  });
}

function transpileFolder(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name.endsWith('.ts')) transpileFile(join(from, name), join(to, name.replace(/\.ts$/, '.js')));
  }
}

function transpileFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(to, outputText);
}
