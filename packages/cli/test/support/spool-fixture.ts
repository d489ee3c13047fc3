import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeTraces, openSpool } from '@spanbridge/otlp';
import { fakeSpan } from './fake-span.js';

/** The spans of a record, by their names; each record has a trace of its own. */
export type RecordNames = readonly string[];

/** Writes a spool with one record for each list of names. `acknowledged`: which records (from 1) a destination has. */
export async function writeSpool(
  directory: string,
  records: readonly RecordNames[],
  acknowledged: Readonly<Record<string, readonly number[]>> = { nobody: [] },
): Promise<void> {
  const spool = await openSpool({
    directory,
    destinations: Object.keys(acknowledged),
    nowUnixMs: () => 1_700_000_000_000,
  });
  for (const names of records) {
    const body = encodeTraces(names.map((name) => fakeSpan({ name })));
    await spool.append([{ signal: 'traces', priority: 1, spanCount: names.length, body }]);
  }
  await spool.sync();
  for (const [name, sequences] of Object.entries(acknowledged)) await spool.destination(name).ack(sequences);
  await spool.close();
}

/** Flips a bit where the only segment of a spool holds a text. */
export function damageText(directory: string, text: string): void {
  const path = join(directory, readdirSync(directory).find((name) => name.endsWith('.segment')) ?? '');
  const bytes = readFileSync(path);
  const at = bytes.indexOf(text);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

/** Everything in a directory by name, to see that nothing was changed. */
export function contentsOf(directory: string): Readonly<Record<string, string>> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name)).toString('base64')]),
  );
}
