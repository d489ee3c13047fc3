import { importsOf, type ModuleImport, packageOf } from './module-imports.js';
import { parseManifests, type Manifest } from './package-manifests.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

/** The only package of OpenTelemetry whose values run in our code; the others differ from one SDK line to the next. */
const OTEL_RUNTIME = '@opentelemetry/api';

/**
 * Values of the SDK that both of its lines have under one name and with one meaning. Where a program registers with us,
 * they must be there at once.
 */
const IN_BOTH_LINES: Readonly<Record<string, readonly string[]>> = {
  '@opentelemetry/resources': [
    ...['defaultResource', 'detectResources', 'resourceFromAttributes'],
    ...['hostDetector', 'osDetector', 'processDetector'],
  ],
  '@opentelemetry/sdk-trace': [
    ...['AlwaysOffSampler', 'AlwaysOnSampler', 'ParentBasedSampler', 'TraceIdRatioBasedSampler'],
    ...['ConsoleSpanExporter', 'TracerProvider'],
  ],
};

/** Every package that a source file imports is declared by its own package, and OpenTelemetry mostly as types only. */
export function declaredDependencies(files: readonly SourceText[]): readonly Violation[] {
  const manifests = parseManifests(files);
  return files.filter(isPackageSource).flatMap((file) => {
    const packageName = packagePlace(file.path)?.packageName ?? '';
    const manifest = manifests.get(packageName);
    return importsOf(file).flatMap(({ specifier, kind, line, valueNames }) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return [];
      const name = packageOf(specifier);
      const message = isDeclared(manifest, name)
        ? faultOfOtel(packageName, name, { kind, valueNames })
        : `"${name}" is in neither dependencies nor peerDependencies of packages/${packageName}/package.json.`;
      return message === undefined ? [] : [{ path: file.path, line, message }];
    });
  });
}

function isDeclared(manifest: Manifest | undefined, name: string): boolean {
  if (manifest === undefined || manifest.name === name) return manifest !== undefined;
  return name in (manifest.dependencies ?? {}) || name in (manifest.peerDependencies ?? {});
}

function faultOfOtel(
  packageName: string,
  name: string,
  { kind, valueNames }: Pick<ModuleImport, 'kind' | 'valueNames'>,
): string | undefined {
  // The command line is an application: it chooses its SDK line itself and carries it as a dependency.
  if (packageName === 'cli' || !name.startsWith('@opentelemetry/') || name === OTEL_RUNTIME) return undefined;
  if (kind !== 'static') return undefined;
  const known = packageName === 'sdk' ? (IN_BOTH_LINES[name] ?? []) : [];
  if (valueNames.length > 0 && valueNames.every((value) => known.includes(value))) return undefined;
  return `Values of "${name}" tie us to one SDK line. Import its types with \`import type\`, or load it lazily.`;
}
