import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { OverflowEntry } from '@spanbridge/otlp';

// What a process keeps that ends before its spool is open lies beside the spool in `DIRECTORY.early/`, a file for each
// end: for each entry a line of JSON with its `bytes`, then that many bytes. A file appears whole or not at all.

const NAME = /^[0-9a-f-]{36}\.entries$/;

/** More than a queue in memory holds; a larger file is not ours. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;

/** A program that always ends at once leaves a file each time, and lives too short to take any in. */
const FILES_MAX = 1_000;

/** Entries of a process that has ended, with how to forget them once they are kept elsewhere. */
export interface EarlyEntries {
  readonly entries: readonly OverflowEntry[];
  forget(): Promise<void>;
}

/** Keeps entries beside a spool that is not open yet; throws what the disk says, and when too many files lie there. */
export function writeEarlyEntries(spoolDirectory: string, entries: readonly OverflowEntry[]): void {
  const directory = `${spoolDirectory}.early`;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (readdirSync(directory).length >= FILES_MAX) throw new Error(`"${directory}" holds ${FILES_MAX} files already.`);
  const path = join(directory, `${randomUUID()}.entries`);
  const file = openSync(`${path}.part`, 'wx', 0o600);
  try {
    for (const { body, ...head } of entries) {
      writeSync(file, `${JSON.stringify({ ...head, bytes: body.byteLength })}\n`);
      writeWhole(file, body);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
}

/** What earlier processes have kept beside a spool; what cannot be read is left where it is. */
export async function* readEarlyEntries(spoolDirectory: string): AsyncGenerator<EarlyEntries, void, undefined> {
  const directory = `${spoolDirectory}.early`;
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter((one) => NAME.test(one)).sort()) {
    const path = join(directory, name);
    const bytes = await readFile(path).catch(() => undefined);
    const entries = bytes === undefined || bytes.byteLength > FILE_BYTES_MAX ? undefined : parseEntries(bytes);
    if (entries === undefined) continue;
    yield { entries, forget: () => unlink(path).catch(() => undefined) };
  }
}

function writeWhole(file: number, body: Uint8Array): void {
  for (let written = 0; written < body.byteLength;) written += writeSync(file, body, written);
}

function parseEntries(bytes: Buffer): readonly OverflowEntry[] | undefined {
  const entries: OverflowEntry[] = [];
  let at = 0;
  while (at < bytes.byteLength) {
    const lineEnd = bytes.indexOf(0x0a, at);
    const head = lineEnd === -1 ? undefined : parseHead(bytes.toString('utf8', at, lineEnd));
    if (head === undefined || lineEnd + 1 + head.bytes > bytes.byteLength) return undefined;
    const { bytes: length, ...entry } = head;
    entries.push({ ...entry, body: bytes.subarray(lineEnd + 1, lineEnd + 1 + length) });
    at = lineEnd + 1 + length;
  }
  return entries;
}

function parseHead(line: string): (Omit<OverflowEntry, 'body'> & { readonly bytes: number }) | undefined {
  try {
    const { signal, priority, spanCount, bytes } = JSON.parse(line) as Record<string, unknown>;
    const isSignal = signal === 'traces' || signal === 'logs';
    const isPriority = priority === 0 || priority === 1 || priority === 2;
    if (!isSignal || !isPriority || !isCount(spanCount) || !isCount(bytes)) return undefined;
    return { signal, priority, spanCount, bytes };
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
