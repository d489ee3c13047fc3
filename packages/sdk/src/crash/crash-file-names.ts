import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { ownIdentity, type ProcessIdentity } from '@spanbridge/otlp';

/**
 * What a file beside a crash file is, by its name:
 * `journal` of a process that runs or has died · `claimed` by a process that delivers it · `scrap` that a killed
 * process left between two calls; never delivered.
 */
export type CrashFileName =
  | { readonly kind: 'journal' }
  | { readonly kind: 'claimed'; readonly claimer: ProcessIdentity }
  | { readonly kind: 'scrap'; readonly pid: number };

/** Names that one process may try beside the path itself: as many journals as it may have on one path, threads too. */
const SIBLINGS_MAX = 16;

/** The names under which this process may keep its journal, best first: the path itself, then some with its number. */
export function journalPaths(path: string): readonly string[] {
  const own = `${path}.${process.pid}`;
  return [path, own, ...Array.from({ length: SIBLINGS_MAX - 1 }, (_, index) => `${own}.${index + 2}`)];
}

/** A name nobody else makes, for a file that is not a journal yet. */
export function scrapPath(path: string): string {
  return `${path}.new.${process.pid}.${randomBytes(6).toString('hex')}`;
}

/**
 * A name nobody else makes, under which this process delivers the file of a dead one. Whoever renames a file has it,
 * and the name says who that is: when that process has died, too, the next one renames it again.
 */
export function claimedPath(path: string): string {
  const { pid, started } = ownIdentity();
  return `${path}.dead.${pid}.${started.replaceAll('/', '_')}.${randomBytes(6).toString('hex')}`;
}

/** The directory of a crash file. */
export function directoryOf(path: string): string {
  return dirname(path);
}

/** The whole path of a file beside the crash file. */
export function besidePath(path: string, name: string): string {
  return join(dirname(path), name);
}

/** Tells what a file beside `path` is; undefined for one that is none of ours. */
export function readCrashFileName(path: string, name: string): CrashFileName | undefined {
  const base = basename(path);
  if (name === base) return { kind: 'journal' };
  if (!name.startsWith(`${base}.`)) return undefined;
  const rest = name.slice(base.length + 1);
  if (/^\d{1,10}(?:\.\d{1,2})?$/.test(rest)) return { kind: 'journal' };
  const scrap = /^(?:\d{1,10}(?:\.\d{1,2})?\.)?new\.(\d{1,10})\.[0-9a-f]{12}$/.exec(rest);
  if (scrap !== null) return { kind: 'scrap', pid: Number(scrap[1]) };
  const claimed = /^dead\.(\d{1,10})\.([0-9A-Za-z_-]*)\.[0-9a-f]{12}$/.exec(rest);
  if (claimed === null) return undefined;
  return { kind: 'claimed', claimer: { pid: Number(claimed[1]), started: (claimed[2] ?? '').replaceAll('_', '/') } };
}
