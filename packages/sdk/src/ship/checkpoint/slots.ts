import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { type CheckpointFile, type CheckpointFiles } from './checkpoint-files.js';
import { applyLines, decodeLines, encodeLines, type EntryLine } from './entry-lines.js';
import { encodeHeader, HEADER_BYTES } from './file-header.js';

/** The two files that hold the whole map in turn. */
export const SLOT_NAMES = ['checkpoint.a', 'checkpoint.b'] as const;

/** One of the two slots. */
export type SlotName = (typeof SLOT_NAMES)[number];

/** The slot that holds the newest whole map that is known to be on the disk. */
export interface SlotState {
  readonly name: SlotName;
  readonly generation: number;
  readonly bodyBytes: number;
}

/** A slot while it is written. */
const NEW_SLOT = 'checkpoint.new';

/** A buffer can be read back up to 2 GiB; a map that large is beyond any use of a checkpoint. */
const BODY_BYTES_MAX = 1024 ** 3;

/** Bytes whose checksum is made at one go: about a millisecond. */
const CRC_SLICE_BYTES = 1024 * 1024;

/** What a slot is made of. */
export interface NewSlot {
  readonly generation: number;
  readonly entries: Iterable<EntryLine>;
}

/** Where a slot is written. */
export interface SlotPlace {
  readonly files: CheckpointFiles;
  readonly directory: string;
}

/**
 * Writes a whole map beside the slots and syncs it; resolves with the bytes of its body. Nothing that is read again has
 * changed by then. Rejects with the error of the system, of `JSON.stringify`, or beyond 1 GiB.
 */
export async function writeNewSlot(place: SlotPlace, slot: NewSlot): Promise<number> {
  const path = join(place.directory, NEW_SLOT);
  await place.files.remove(path);
  const file = await place.files.open(path, 'create');
  try {
    return await writeContent(file, slot);
  } catch (error) {
    // A full disk gets its room back at once; a second failure changes nothing.
    await file.truncate(0).catch(() => undefined);
    throw error;
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function writeContent(file: CheckpointFile, { generation, entries }: NewSlot): Promise<number> {
  let bodyBytes = 0;
  let bodyCrc = 0;
  for (const slice of encodeLines(entries)) {
    if (bodyBytes + slice.length > BODY_BYTES_MAX) throw new Error(`The map has more than ${BODY_BYTES_MAX} bytes.`);
    // Waiting for the disk lets others run between the slices.
    await file.write(slice, HEADER_BYTES + bodyBytes);
    bodyBytes += slice.length;
    bodyCrc = crc32(slice, bodyCrc);
  }
  await file.write(encodeHeader({ kind: 'slot', generation, bodyBytes, bodyCrc }), 0);
  await file.sync();
  return bodyBytes;
}

/** Puts the new slot in the place of an old one. After a rejection either of the two may be read. */
export async function publishNewSlot({ files, directory }: SlotPlace, name: SlotName): Promise<void> {
  await files.rename(join(directory, NEW_SLOT), join(directory, name));
  await files.syncDirectory(directory);
}

/** The map in the bytes of a slot file; undefined when length, checksum or lines are wrong. */
export async function decodeSlot(
  bytes: Buffer,
  header: { readonly bodyBytes: number; readonly bodyCrc: number },
): Promise<Map<string, unknown> | undefined> {
  const body = bytes.subarray(HEADER_BYTES);
  if (body.length !== header.bodyBytes || (await slicedCrc(body)) !== header.bodyCrc) return undefined;
  const lines = await decodeLines(body);
  if (lines === undefined) return undefined;
  const entries = new Map<string, unknown>();
  applyLines(entries, lines);
  return entries;
}

async function slicedCrc(bytes: Buffer): Promise<number> {
  let crc = 0;
  for (let start = 0; start < bytes.length; start += CRC_SLICE_BYTES) {
    if (start > 0) await nextTurn();
    crc = crc32(bytes.subarray(start, start + CRC_SLICE_BYTES), crc);
  }
  return crc;
}
