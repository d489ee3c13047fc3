import { lstatSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { diag } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isAlive, type SpanOutcome } from '@spanbridge/otlp';
import { besidePath, claimedPath, directoryOf, readCrashFileName } from './crash-file-names.js';
import { claimFile, codeOf, holderOf, removeIfThere } from './file-identity.js';
import { readCrashFile } from './read-crash-file.js';

/** Options of {@link recoverCrashFiles}. */
export interface RecoverCrashFilesOptions {
  /** The option `crashFile` of the processes that have died. */
  readonly path: string;
  /** Sends spans and answers what became of each, in order: `send` of an `OtlpSender`. Should not reject. */
  readonly deliver: (spans: readonly ReadableSpan[]) => Promise<readonly SpanOutcome[]>;
  /** Spans in one call of `deliver`; default 512. */
  readonly batchSpansMax?: number;
  /** Age of a file that cannot be delivered and is then removed; default seven days. */
  readonly fileAgeMaxMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Ends the recovery early; what is not delivered stays for the next start. */
  readonly signal?: AbortSignal;
  /** Told in a sentence what went wrong. Default: `diag.warn` of the OTel API. */
  readonly warn?: (message: string) => void;
}

/** What a recovery has done. Spans are counted by what became of them; `damagedLines` could not be read. */
export interface RecoveryResult {
  readonly files: number;
  readonly accepted: number;
  readonly refused: number;
  /** Still in their files, for the next start. */
  readonly unsent: number;
  /** In files that were too old to be tried again. */
  readonly expired: number;
  readonly damagedLines: number;
}

const BATCH_SPANS_MAX_DEFAULT = 512;
const FILE_AGE_MAX_DEFAULT_MS = 7 * 24 * 3_600_000;

/** Files that one start looks at; the next one goes on. */
const FILES_MAX = 1_000;

type Counts = { -readonly [Column in keyof RecoveryResult]: number };

/**
 * Delivers the spans that were open when earlier processes died, and removes each file once it is decided on all of its
 * spans. A file is renamed before it is read, so that of several processes that start together one has it; the file of
 * a process that runs is never touched. Never rejects, and keeps no process alive by itself.
 */
export async function recoverCrashFiles(options: RecoverCrashFilesOptions): Promise<RecoveryResult> {
  const counts: Counts = { files: 0, accepted: 0, refused: 0, unsent: 0, expired: 0, damagedLines: 0 };
  const { path, warn = warnOfOtel } = options;
  try {
    for (const name of (await readdir(directoryOf(path))).sort()) {
      if (options.signal?.aborted === true || counts.files >= FILES_MAX) break;
      await recoverOne(options, name, counts);
    }
  } catch (error) {
    warn(`The directory of the crash file "${path}" cannot be read (${codeOf(error)}).`);
  }
  return counts;
}

async function recoverOne(options: RecoverCrashFilesOptions, name: string, counts: Counts): Promise<void> {
  const { path, warn = warnOfOtel } = options;
  try {
    const claimed = claim(path, name);
    if (claimed === undefined) return;
    counts.files += 1;
    if (await deliverFile(claimed, options, counts)) removeIfThere(claimed);
  } catch (error) {
    // One bad file must not keep the others.
    warn(`The crash file "${besidePath(path, name)}" cannot be recovered (${codeOf(error)}). It stays where it is.`);
  }
}

/** The new path of a file that is ours to deliver now; undefined when there is nothing to do with it. */
function claim(path: string, name: string): string | undefined {
  const kind = readCrashFileName(path, name);
  if (kind === undefined) return undefined;
  const from = besidePath(path, name);
  if (kind.kind === 'scrap') {
    if (!isAlive({ pid: kind.pid, started: '' })) removeIfThere(from);
    return undefined;
  }
  const isOthers = kind.kind === 'claimed' && kind.claimer.pid !== process.pid && isAlive(kind.claimer);
  if (isOthers) return undefined;
  const holder = holderOf(from);
  if (holder.status !== 'dead') return undefined;
  const to = claimedPath(path);
  return claimFile(from, to, holder.stats) ? to : undefined;
}

/** True when nothing of the file is left to deliver. */
async function deliverFile(path: string, options: RecoverCrashFilesOptions, counts: Counts): Promise<boolean> {
  const { batchSpansMax = BATCH_SPANS_MAX_DEFAULT, signal } = options;
  const { spans, damaged } = await readCrashFile(path);
  counts.damagedLines += damaged.length;
  let delivered = 0;
  for (let at = 0; at < spans.length && signal?.aborted !== true; at += batchSpansMax) {
    const batch = spans.slice(at, at + batchSpansMax).map(({ span }) => span);
    const outcomes = await options.deliver(batch);
    const accepted = outcomes.filter(({ status }) => status === 'accepted').length;
    const refused = outcomes.filter(({ status }) => status === 'refused').length;
    counts.accepted += accepted;
    counts.refused += refused;
    delivered += accepted + refused;
    // Who does not take this batch will not take the next one either.
    if (accepted + refused < batch.length) break;
  }
  if (delivered === spans.length) return true;
  const isTooOld = ageOf(path, options) > (options.fileAgeMaxMs ?? FILE_AGE_MAX_DEFAULT_MS);
  counts[isTooOld ? 'expired' : 'unsent'] += spans.length - delivered;
  return isTooOld;
}

function ageOf(path: string, { now = Date.now }: RecoverCrashFilesOptions): number {
  return now() - lstatSync(path).mtimeMs;
}

function warnOfOtel(message: string): void {
  diag.warn(`recoverCrashFiles: ${message}`);
}
