import { isAlive, ownIdentity, type ProcessIdentity } from '@spanbridge/otlp';
import { toAsciiJson } from './ascii-json.js';

/** The version of the format that this code writes; it reads this one and no later one. */
export const CRASH_FILE_VERSION = 1;

/** What every crash file begins with, byte for byte: how it is told from any other file. */
export const CRASH_FILE_MAGIC = '{"spanbridge.crash":';

/** Whose file it is. */
export interface CrashFileHeader extends ProcessIdentity {
  readonly version: number;
  /** When the process began, by the wall clock: tells two processes of one number apart where the system does not. */
  readonly startedUnixMs: number;
}

/** How far two looks at the start of one process may lie apart: the wall clock is set now and then. */
const START_TOLERANCE_MS = 2_000;

/** The header of the running process. */
export function ownHeader(): CrashFileHeader {
  const startedUnixMs = Math.round(Date.now() - process.uptime() * 1_000);
  return { version: CRASH_FILE_VERSION, ...ownIdentity(), startedUnixMs };
}

/** The first line of a crash file, with its newline. */
export function headerLine({ version, pid, started, startedUnixMs }: CrashFileHeader): string {
  return `${toAsciiJson({ 'spanbridge.crash': version, pid, started, startedUnixMs })}\n`;
}

/** Reads the parsed first line; undefined when it is no header. Of a later version only the version is understood. */
export function parseHeader(value: unknown): CrashFileHeader | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { 'spanbridge.crash': version, pid, started, startedUnixMs } = value as Readonly<Record<string, unknown>>;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined;
  const isPid = typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0;
  return {
    version,
    pid: isPid ? pid : 0,
    started: typeof started === 'string' ? started : '',
    startedUnixMs: typeof startedUnixMs === 'number' ? startedUnixMs : 0,
  };
}

/** Whether the process that wrote the header still runs. A header without a process is nobody's. */
export function isOwnerAlive({ pid, started, startedUnixMs }: CrashFileHeader): boolean {
  if (pid === 0 || !isAlive({ pid, started })) return false;
  // A container's first process has the same number each time; where there is no process table, its start tells.
  const isOwnNumber = pid === process.pid && started === '';
  return !isOwnNumber || Math.abs(startedUnixMs - ownHeader().startedUnixMs) <= START_TOLERANCE_MS;
}
