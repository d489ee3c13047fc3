import { importsOf, resolveRelative } from './module-imports.js';
import { isPackageSource, type SourceText, type Violation } from './violation.js';

/** No file imports itself by way of others, not even for types: such files can only be understood together. */
export function importCycles(files: readonly SourceText[]): readonly Violation[] {
  const sources = files.filter(isPackageSource);
  const paths = new Set(sources.map(({ path }) => path));
  const imports = new Map(sources.map((file) => [file.path, importedPaths(file, paths)]));
  return sources.flatMap(({ path }) => {
    const way = shortestWayBack(path, imports);
    if (way === undefined) return [];
    const chain = way.map((step) => step.slice('packages/'.length)).join(' → ');
    return [{ path, line: 1, message: `Imports itself: ${chain}. Move what both need to a file of its own.` }];
  });
}

function importedPaths(file: SourceText, paths: ReadonlySet<string>): readonly string[] {
  return importsOf(file)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .flatMap(({ specifier }) => resolveRelative(file.path, specifier).filter((path) => paths.has(path)));
}

/** The shortest chain of imports from a file back to itself, breadth first. */
function shortestWayBack(
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  // The list grows while it is walked; `seen` bounds it by the number of files.
  for (const way of ways) {
    for (const target of imports.get(way.at(-1) ?? '') ?? []) {
      if (target === start) return [...way, start];
      if (!seen.has(target)) ways.push([...way, target]);
      seen.add(target);
    }
  }
  return undefined;
}
