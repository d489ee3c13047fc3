import { Console } from 'node:console';
import { diag, type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import type { LogLevel } from './otel-env.js';

const LEVELS: Readonly<Record<LogLevel, DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};

/**
 * A logger that writes to stderr alone: stdout belongs to the program, and the console logger of the API would mix its
 * messages into it.
 */
export function createStderrLogger(stream: NodeJS.WritableStream): DiagLogger {
  // It ignores a closed stream, as the console of the program does.
  const output = new Console({ stdout: stream, stderr: stream, ignoreErrors: true });
  const write = (message: string, ...args: unknown[]): void => {
    output.error(`[otel] ${message}`, ...args);
  };
  return { error: write, warn: write, info: write, debug: write, verbose: write };
}

/** Sets that logger as the one of the API. One that the program has set is left alone; answers whether it was set. */
export function installStderrLogger(level: LogLevel): boolean {
  if (hasDiagLogger() || level === 'none') return false;
  return diag.setLogger(createStderrLogger(process.stderr), {
    logLevel: LEVELS[level],
    suppressOverrideMessage: true,
  });
}

/** The API does not tell whether a logger is set; its global record does, and its form is part of the API. */
function hasDiagLogger(): boolean {
  const record = (globalThis as Record<symbol, unknown>)[Symbol.for('opentelemetry.js.api.1')];
  return typeof record === 'object' && record !== null && 'diag' in record && record.diag !== undefined;
}
