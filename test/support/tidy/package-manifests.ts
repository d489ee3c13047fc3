import { packagePlace, type SourceText, type Violation } from './violation.js';

/** One entry of `exports`: the source for tests, and the built files with their types. */
interface ExportEntry {
  readonly 'spanbridge-source'?: string;
  readonly import?: { readonly types?: string; readonly default?: string };
  readonly require?: { readonly types?: string; readonly default?: string };
}

/** What the rules read of a `package.json`. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly description?: string;
  readonly engines?: { readonly node?: string };
  readonly sideEffects?: boolean | readonly string[];
  readonly exports?: Readonly<Record<string, ExportEntry | string>>;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The manifests of the packages by the folder of the package. */
export function parseManifests(files: readonly SourceText[]): ReadonlyMap<string, Manifest> {
  return new Map(manifestFiles(files).map(({ file, packageName }) => [packageName, JSON.parse(file.text) as Manifest]));
}

function manifestFiles(files: readonly SourceText[]): readonly { file: SourceText; packageName: string }[] {
  return files.flatMap((file) => {
    const place = packagePlace(file.path);
    return place?.area === 'other' && place.inner === 'package.json' ? [{ file, packageName: place.packageName }] : [];
  });
}

/** The manifests of the packages agree with one another and promise only files that the build makes. */
export function packageManifests(files: readonly SourceText[]): readonly Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  const manifests = manifestFiles(files).map((found) => ({
    ...found,
    manifest: JSON.parse(found.file.text) as Manifest,
  }));
  const version = manifests[0]?.manifest.version;
  return manifests.flatMap(({ file, packageName, manifest }) =>
    [
      ...faultsOfHead(packageName, manifest),
      ...faultsOfVersions(manifest, version),
      // What is private is not published, so nobody reads its exports.
      ...(manifest.private === true ? [] : faultsOfPublished(packageName, manifest, paths)),
    ].map((message) => ({ path: file.path, line: 1, message })),
  );
}

function faultsOfHead(packageName: string, manifest: Manifest): readonly string[] {
  const faults: string[] = [];
  if (manifest.name !== `@spanbridge/${packageName}`) faults.push(`"name" is not "@spanbridge/${packageName}".`);
  if (manifest.license !== 'Apache-2.0') faults.push('"license" is not "Apache-2.0".');
  if (manifest.type !== 'module') faults.push('"type" is not "module".');
  if (manifest.private === true) return faults;
  if (!manifest.description) faults.push('"description" is missing; the registry shows it.');
  if (manifest.engines?.node !== '>=20.19') faults.push('"engines.node" is not ">=20.19".');
  if (manifest.sideEffects === undefined) faults.push('"sideEffects" is missing; without it bundlers keep everything.');
  return faults;
}

function faultsOfVersions(manifest: Manifest, version: string | undefined): readonly string[] {
  const faults: string[] = [];
  if (manifest.version !== version) faults.push(`"version" is not ${String(version)} as in the first package.`);
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    // Tarballs install side by side only when siblings are named by plain versions; the others are what was tested.
    if (!/^\d+\.\d+\.\d+$/.test(range))
      faults.push(`Dependency "${name}" has the range "${range}". Write one version.`);
    if (name.startsWith('@spanbridge/') && range !== version)
      faults.push(`Sibling "${name}" is not at ${String(version)}.`);
  }
  return faults;
}

function faultsOfPublished(packageName: string, manifest: Manifest, paths: ReadonlySet<string>): readonly string[] {
  const entries = Object.entries(manifest.exports ?? {});
  const faults = entries.flatMap(([subpath, entry]) => faultsOfEntry(packageName, subpath, entry, paths));
  if (entries.length === 0) faults.push('"exports" is missing.');
  for (const name of ['dist', '!dist/*.tsbuildinfo', 'src']) {
    if (manifest.files?.includes(name) !== true) faults.push(`"files" does not list "${name}".`);
  }
  return faults;
}

function faultsOfEntry(
  packageName: string,
  subpath: string,
  entry: ExportEntry | string,
  paths: ReadonlySet<string>,
): readonly string[] {
  if (subpath.includes('*')) return [`Export "${subpath}" has a wildcard. List each subpath.`];
  if (typeof entry === 'string') return subpath === './package.json' ? [] : [`Export "${subpath}" has no conditions.`];
  const source = entry['spanbridge-source'];
  const inner = /^\.\/src\/(.+)\.ts$/.exec(source ?? '')?.[1];
  if (source === undefined || inner === undefined) return [`Export "${subpath}" has no "spanbridge-source" below src.`];
  const faults: string[] = [];
  if (!paths.has(`packages/${packageName}/src/${inner}.ts`))
    faults.push(`Export "${subpath}": ${source} does not exist.`);
  for (const [condition, format] of [
    ['import', 'esm'],
    ['require', 'cjs'],
  ] as const) {
    const expected = { types: `./dist/${format}/${inner}.d.ts`, default: `./dist/${format}/${inner}.js` };
    // Order matters to resolvers: types before default.
    if (JSON.stringify(entry[condition]) !== JSON.stringify(expected)) {
      faults.push(`Export "${subpath}", condition "${condition}": write ${JSON.stringify(expected)}.`);
    }
  }
  return faults;
}
