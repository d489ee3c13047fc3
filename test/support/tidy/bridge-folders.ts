import { importsOf, resolveRelative } from './module-imports.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

/** Files that each bridge has, so that whoever knows one bridge finds the way in all. */
const REQUIRED_FILES = ['README.md', 'index.ts', 'types.ts', 'names.ts', 'decode.ts', 'map.ts', 'import.ts'];

/** Files and folders that a bridge has when its system has such a thing. */
const OPTIONAL_FILES = ['encode.ts', 'exceptions.ts', 'otel-part.ts', 'live.ts', 'lint.ts', 'vocabulary.ts'];
const OPTIONAL_FOLDERS = ['host', 'fast'];

/** Bridges have the same files, import nothing of one another, and decode and map know nothing of the host. */
export function bridgeFolders(files: readonly SourceText[]): readonly Violation[] {
  const bridges = new Map<string, SourceText[]>();
  for (const file of files) {
    const [folder, name] = bridgePath(file.path);
    if (folder !== undefined && name !== undefined) bridges.set(folder, [...(bridges.get(folder) ?? []), file]);
  }
  return [...bridges].flatMap(([folder, members]) => [
    ...missingFiles(folder, members),
    ...members.flatMap((file) => strangeFile(folder, file)),
    ...members.filter(isPackageSource).flatMap((file) => strayImports(folder, file)),
  ]);
}

/** Folder and path within it; both undefined for files that lie in no bridge folder. */
function bridgePath(path: string): readonly [folder: string | undefined, name: string | undefined] {
  const place = packagePlace(path);
  if (place?.packageName !== 'bridges' || place.area !== 'src') return [undefined, undefined];
  const [folder, ...rest] = place.inner.split('/');
  return rest.length === 0 ? [undefined, undefined] : [folder, rest.join('/')];
}

function missingFiles(folder: string, members: readonly SourceText[]): readonly Violation[] {
  const present = new Set(members.map(({ path }) => path));
  return REQUIRED_FILES.map((name) => `packages/bridges/src/${folder}/${name}`)
    .filter((path) => !present.has(path))
    .map((path) => ({ path, line: 1, message: 'The file is missing; every bridge has it.' }));
}

function strangeFile(folder: string, { path }: SourceText): readonly Violation[] {
  const name = bridgePath(path)[1] ?? '';
  if ([...REQUIRED_FILES, ...OPTIONAL_FILES].includes(name)) return [];
  if (OPTIONAL_FOLDERS.some((allowed) => name.startsWith(`${allowed}/`))) return [];
  const names = [...OPTIONAL_FILES, ...OPTIONAL_FOLDERS.map((allowed) => `${allowed}/`)].join(', ');
  return [
    { path, line: 1, message: `"${name}" is no file of a bridge like ${folder}. Beside the fixed ones: ${names}.` },
  ];
}

function strayImports(folder: string, file: SourceText): readonly Violation[] {
  return importsOf(file).flatMap(({ specifier, line }) => {
    const [target, name] = bridgePath(resolveRelative(file.path, specifier)[0] ?? '');
    if (!specifier.startsWith('.') || target === undefined) return [];
    if (target !== folder) {
      return [
        { path: file.path, line, message: `A bridge imports nothing of another one (${target}). Move it to core.` },
      ];
    }
    const isPure = /\/(?:decode|map)\.ts$/.test(file.path);
    if (!isPure || name?.startsWith('host/') !== true) return [];
    return [{ path: file.path, line, message: 'Decode and map are pure and import nothing from host/.' }];
  });
}
