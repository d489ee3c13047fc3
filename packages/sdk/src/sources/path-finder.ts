import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { lookAtPath } from './file-identity.js';
import { nameStem } from './rotation.js';

/** Directories whose other files are looked at in one search for lost ones. */
const SEARCHED_DIRECTORIES_MAX = 64;

/** Names that are looked for in one directory; a rotation renames a few files, not thousands. */
const STEMS_MAX = 256;

/** Files that are looked at in one directory. */
const SIBLINGS_MAX = 4_096;

/** Where {@link PathFinder} looks. */
export interface PathFinderOptions {
  readonly patterns: readonly string[];
  readonly exclude: readonly string[];
  readonly cwd: string;
  readonly onWarning: (message: string) => void;
}

/** Finds the paths that patterns name, and those beside lost files that may lead to them now. */
export class PathFinder {
  constructor(private readonly options: PathFinderOptions) {}

  /**
   * The absolute paths that the patterns lead to now, sorted by code unit. A pattern that is the path of something is
   * that path; hidden files match only a pattern that names their dot. What is not there is no error.
   */
  async find(): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const pattern of this.options.patterns) {
      for (const path of await this.findPattern(pattern)) found.add(resolve(this.options.cwd, path));
    }
    return [...found].sort();
  }

  private async findPattern(pattern: string): Promise<readonly string[]> {
    const { cwd, exclude, onWarning } = this.options;
    if (!isDynamicPattern(pattern) || (await lookAtPath(resolve(cwd, pattern))).status === 'present') return [pattern];
    try {
      return await glob(process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern, {
        cwd,
        ignore: [...exclude],
        absolute: isAbsolute(pattern),
        onlyFiles: true,
        dot: false,
        expandDirectories: false,
      });
    } catch (error) {
      onWarning(`The files of a pattern cannot be listed (${String(error)}). They are looked for again.`);
      return [];
    }
  }
}

/** The paths, sorted, that rotation may have given to lost files: beside them, with a name that begins like theirs. */
export async function findSiblings(paths: Iterable<string>): Promise<readonly string[]> {
  const stems = new Map<string, Set<string>>();
  for (const path of paths) {
    const directory = dirname(path);
    if (!stems.has(directory) && stems.size >= SEARCHED_DIRECTORIES_MAX) continue;
    const known = stems.get(directory) ?? new Set();
    stems.set(directory, known);
    if (known.size < STEMS_MAX) known.add(nameStem(path));
  }
  const found: string[] = [];
  for (const [directory, known] of stems) {
    const names = (await listNames(directory)).filter((name) => [...known].some((stem) => name.startsWith(stem)));
    found.push(...names.slice(0, SIBLINGS_MAX).map((name) => join(directory, name)));
  }
  return found.sort();
}

/** The names in a directory; none when it has gone or may not be read. */
async function listNames(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch {
    return [];
  }
}
