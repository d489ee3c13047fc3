import { join } from 'node:path';
import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../../errors.js';
import { causeText, quotePath, systemErrorCode } from '../../sources/errors.js';
import { type CheckpointFiles } from './checkpoint-files.js';
import { applyLines } from './entry-lines.js';
import { decodeHeader, FORMAT_VERSION, HEADER_BYTES, type LogPosition, type SlotHeader } from './file-header.js';
import { followLogs, readLog, type LogContent } from './log-reading.js';
import { decodeSlot, SLOT_NAMES, type SlotName, type SlotState } from './slots.js';

/** How the content of a checkpoint came about; `Checkpoint.restored` explains the words. */
export type CheckpointOrigin = 'fresh' | 'restored' | 'fallback' | 'lost';

/** What the files of a directory say. Nothing in the directory was changed to find it out. */
export interface Recovery {
  readonly origin: CheckpointOrigin;
  readonly entries: Map<string, unknown>;
  readonly slot: SlotState | undefined;
  /** The highest generation that any file has. */
  readonly generationMax: number;
  /** How much of which log is in `entries`; undefined when the next snapshot is not to rely upon it. */
  readonly position: LogPosition | undefined;
  readonly damagedSlots: readonly SlotName[];
  /** Names of logs that are needed until there is a snapshot, and kept aside then. */
  readonly damagedLogs: readonly string[];
}

/** The name of a log. */
export function logName(generation: number): string {
  return `log.${generation}`;
}

/** The generation in the name of a log; undefined for other names. */
export function logGeneration(name: string): number | undefined {
  const digits = /^log\.([1-9]\d{0,14})$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

interface Place {
  readonly files: CheckpointFiles;
  readonly directory: string;
}

/** A slot file that is there; without a header when that is damaged. */
interface FoundSlot {
  readonly name: SlotName;
  readonly header: SlotHeader | undefined;
}

interface GoodSlot {
  readonly state: SlotState;
  readonly entries: Map<string, unknown>;
}

/** Reads a checkpoint. Throws `CHECKPOINT_VERSION` and `CHECKPOINT_UNUSABLE`. */
export async function recover(place: Place): Promise<Recovery> {
  const logs = await listLogs(place);
  await refuseNewer(place, [...SLOT_NAMES, ...logs.map(logName)]);
  const slots = await findSlots(place);
  const generationMax = Math.max(0, ...logs, ...slots.map(({ header }) => header?.generation ?? 0));
  const { good, damaged } = await newestGoodSlot(place, slots);
  const damagedSlots = damaged.map(({ name }) => name);
  if (good === undefined) {
    const origin = damaged.length + logs.length === 0 ? 'fresh' : 'lost';
    const damagedLogs = logs.map(logName);
    return {
      origin,
      entries: new Map(),
      slot: undefined,
      generationMax,
      position: undefined,
      damagedSlots,
      damagedLogs,
    };
  }
  const { generation } = good.state;
  // A damaged header does not say its generation. It is taken for newer: to say so in vain does no harm.
  const isNewer = (other: number | undefined): boolean => other === undefined || other > generation;
  const isFallback = damaged.some(({ header }) => isNewer(header?.generation)) || logs.some(isNewer);
  const end = await applyLogs(place, good, logs);
  const isReliable = !isFallback && end.damagedLogs.length === 0;
  return {
    origin: isFallback ? 'fallback' : 'restored',
    entries: good.entries,
    slot: good.state,
    generationMax,
    position: isReliable ? end.position : undefined,
    damagedSlots,
    damagedLogs: end.damagedLogs,
  };
}

async function listLogs({ files, directory }: Place): Promise<readonly number[]> {
  const names = await files.list(directory).catch((error: unknown) => {
    throw unusable(directory, error);
  });
  return names.flatMap((name) => logGeneration(name) ?? []).sort((a, b) => a - b);
}

async function refuseNewer(place: Place, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const bytes = await readOrDamage(place, name, HEADER_BYTES);
    const result = Buffer.isBuffer(bytes) ? decodeHeader(bytes) : undefined;
    if (result?.status !== 'newer') continue;
    throw new SpanbridgeError(
      SDK_ERROR_CODES.CHECKPOINT_VERSION,
      `The checkpoint ${quotePath(join(place.directory, name))} has format version ${result.version}, and this ` +
        `version of spanbridge reads up to ${FORMAT_VERSION}. Nothing was changed. Use the newer spanbridge that ` +
        'wrote it, or name another directory and read all files again.',
    );
  }
}

async function findSlots(place: Place): Promise<readonly FoundSlot[]> {
  const found: FoundSlot[] = [];
  for (const name of SLOT_NAMES) {
    const bytes = await readOrDamage(place, name, HEADER_BYTES);
    if (bytes === 'missing') continue;
    const result = bytes === 'damaged' ? undefined : decodeHeader(bytes);
    const header = result?.status === 'good' && result.header.kind === 'slot' ? result.header : undefined;
    found.push({ name, header });
  }
  return found.sort((a, b) => (b.header?.generation ?? 0) - (a.header?.generation ?? 0));
}

/** An older slot behind a good one is not read: it may be large, and is needed only if the newer one is damaged. */
async function newestGoodSlot(
  place: Place,
  slots: readonly FoundSlot[],
): Promise<{ readonly good: GoodSlot | undefined; readonly damaged: readonly FoundSlot[] }> {
  const damaged = slots.filter(({ header }) => header === undefined);
  for (const { name, header } of slots) {
    if (header === undefined) continue;
    const bytes = await readOrDamage(place, name);
    const entries = Buffer.isBuffer(bytes) ? await decodeSlot(bytes, header) : undefined;
    const { generation, bodyBytes } = header;
    if (entries !== undefined) return { good: { state: { name, generation, bodyBytes }, entries }, damaged };
    damaged.push({ name, header });
  }
  return { good: undefined, damaged };
}

async function applyLogs(
  place: Place,
  { state, entries }: GoodSlot,
  logs: readonly number[],
): Promise<{ readonly position: LogPosition; readonly damagedLogs: readonly string[] }> {
  const contents: LogContent[] = [];
  for (const generation of logs) {
    if (generation >= state.generation) contents.push(await readLogFile(place, generation));
  }
  const damagedLogs = contents.filter(({ tail }) => tail === 'damaged').map(({ generation }) => logName(generation));
  const start = contents.find(({ generation }) => generation === state.generation) ?? emptyLog(state.generation);
  const { records, last } = followLogs(start, contents);
  for (const { lines } of records) applyLines(entries, lines);
  return { position: { generation: last.generation, lengthBytes: last.lengthBytes }, damagedLogs };
}

async function readLogFile(place: Place, generation: number): Promise<LogContent> {
  const bytes = await readOrDamage(place, logName(generation));
  return Buffer.isBuffer(bytes) ? readLog(bytes, generation) : { ...emptyLog(generation), tail: 'damaged' };
}

function emptyLog(generation: number): LogContent {
  return { generation, continues: undefined, records: [], lengthBytes: 0, tail: 'clean' };
}

/** Errors of reading that say: the medium or the content is bad, and reading again will not help. */
const DAMAGE = new Set(['EIO', 'EFBIG']);

async function readOrDamage(place: Place, name: string, bytesMax?: number): Promise<Buffer | 'missing' | 'damaged'> {
  const path = join(place.directory, name);
  try {
    return await place.files.read(path, bytesMax);
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (code === 'ENOENT') return 'missing';
    if (DAMAGE.has(code)) return 'damaged';
    throw unusable(path, error);
  }
}

/** The error for a directory or file that cannot be used for reasons outside of its content. */
export function unusable(path: string, error: unknown): SpanbridgeError {
  return new SpanbridgeError(
    SDK_ERROR_CODES.CHECKPOINT_UNUSABLE,
    `The checkpoint ${quotePath(path)} cannot be used: ${causeText(error)}. Name a directory that you may read and ` +
      'write, with nothing but checkpoints in it.',
    { cause: error },
  );
}
