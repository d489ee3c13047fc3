import { spawn, type ChildProcess } from 'node:child_process';

/** A program and what it is started with. */
export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the environment of the test, from which all settings of OpenTelemetry and spanbridge are taken away. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a process ended, and all that it said. */
export interface ProcessResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** The signal that ended it; null when it ended by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that hangs is killed after this, so that the test fails with what the process said until then. */
const TIMEOUT_MS = 110_000;

/** Runs a process to its end, with a text or nothing on its standard input. */
export function runProcess(command: ProcessCommand, input?: string): Promise<ProcessResult> {
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const child = spawn(command.command, command.args, { ...optionsOf(command), stdio: [stdin, 'pipe', 'pipe'] });
  child.stdin?.end(input);
  return finished(child);
}

/** A process that goes on until somebody ends it. */
export interface RunningProcess {
  readonly pid: number;
  /** All that it has said on stdout so far. */
  readonly stdout: () => string;
  /** All that it has said on stderr so far. */
  readonly stderr: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<ProcessResult>;
}

/** Starts a process, with nothing on its standard input. */
export function startProcess(command: ProcessCommand): RunningProcess {
  const child = spawn(command.command, command.args, { ...optionsOf(command), stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => {
      child.kill(signal);
    },
    ended: finished(child),
  };
}

/** Runs two processes as a shell does with `|` between them. */
export async function runPipe(
  writer: ProcessCommand,
  reader: ProcessCommand,
): Promise<{ readonly writer: ProcessResult; readonly reader: ProcessResult }> {
  const first = spawn(writer.command, writer.args, { ...optionsOf(writer), stdio: ['ignore', 'pipe', 'pipe'] });
  const second = spawn(reader.command, reader.args, { ...optionsOf(reader), stdio: [first.stdout, 'pipe', 'pipe'] });
  // The reader has its own copy of the pipe. Ours would keep the writer from noticing that the reader has gone.
  first.stdout.destroy();
  const [writerResult, readerResult] = await Promise.all([finished(first), finished(second)]);
  return { writer: writerResult, reader: readerResult };
}

function optionsOf({ cwd, env }: ProcessCommand): { env: NodeJS.ProcessEnv; timeout: number; cwd?: string } {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:OTEL|SPANBRIDGE)_/.test(name));
  const settings = { env: { ...Object.fromEntries(inherited), ...env }, timeout: TIMEOUT_MS };
  return cwd === undefined ? settings : { ...settings, cwd };
}

function finished(child: ChildProcess): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
}
