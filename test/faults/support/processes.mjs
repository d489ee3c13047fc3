// Starting, watching and ending the processes of a run. Only processes started here are ended here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The command as users have it. */
export const SPANBRIDGE = fileURLToPath(new URL('../../../packages/cli/bin/spanbridge.js', import.meta.url));

const PRODUCER = fileURLToPath(new URL('../producer.mjs', import.meta.url));

/** What is kept of the output of a process: its end. */
const OUTPUT_LENGTH_MAX = 1_000_000;

/** A process with the end of what it said, and how it ended once it has. */
export class Watched {
  constructor(child) {
    this.child = child;
    this.startedAt = performance.now();
    this.stdout = '';
    this.stderr = '';
    this.wasKilled = false;
    /** The most memory that the process has had, in MB, looked at five times a second. */
    this.rssMaxMb = 0;
    this.keep('stdout');
    this.keep('stderr');
    const watch = setInterval(() => this.lookAtMemory(), 200);
    this.ended = once(child, 'close').then(([code, signal]) => {
      clearInterval(watch);
      return { code, signal };
    });
  }

  lookAtMemory() {
    this.rssMaxMb = Math.max(this.rssMaxMb, readStatusKb(this.pid, 'VmHWM') / 1024);
  }

  keep(stream) {
    this.child[stream]?.setEncoding('utf8').on('data', (text) => {
      this[stream] = (this[stream] + text).slice(-OUTPUT_LENGTH_MAX);
    });
  }

  get pid() {
    return this.child.pid;
  }

  get hasEnded() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Ends the process as a power switch would, and waits until it has gone. */
  async kill() {
    this.wasKilled = true;
    this.lookAtMemory();
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** Sends a signal and waits; after `timeoutMs` the process is killed, and `undefined` is answered. */
  async stop(signal = 'SIGTERM', timeoutMs = 60_000) {
    const sentAt = performance.now();
    this.lookAtMemory();
    this.child.kill(signal);
    const end = await within(this.ended, timeoutMs);
    if (end === undefined) await this.kill();
    return end === undefined ? undefined : { ...end, tookMs: performance.now() - sentAt };
  }

  /** The summary that `ship --json` prints last; undefined without one. */
  get summary() {
    const line = this.stdout.trimEnd().split('\n').at(-1) ?? '';
    try {
      const value = JSON.parse(line);
      return value.type === 'summary' ? value : undefined;
    } catch {
      return undefined;
    }
  }

  get rssMb() {
    return readStatusKb(this.pid, 'VmRSS') / 1024;
  }
}

function readStatusKb(pid, field) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What a promise answers, or undefined when it takes longer. */
export async function within(promise, timeoutMs) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The settings of the machine must not reach into a run. */
function cleanEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:OTEL|SPANBRIDGE)_/.test(name)));
}

/** Starts a process of Node, or another one by `command`. */
export function start(args, { stdin = 'ignore', stdout = 'pipe', command = process.execPath, cwd, env = {} } = {}) {
  const options = { stdio: [stdin, stdout, 'pipe'], env: { ...cleanEnv(), ...env }, cwd };
  return new Watched(spawn(command, args, options));
}

/** Starts the producer. */
export function startProducer(options, streams = {}) {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return start([PRODUCER, ...args], streams);
}

/** How many lines the producer has written. */
export function readLedger(path) {
  return Number(readFileSync(path, 'utf8'));
}
