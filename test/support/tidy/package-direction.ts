import { importsOf, packageOf, resolveRelative, type ModuleImport } from './module-imports.js';
import { isPackageSource, packagePlace, type PackagePlace, type SourceText, type Violation } from './violation.js';

const SCOPE = '@spanbridge/';

/**
 * What each package may import of its siblings: `cli → sdk, server → bridges → analysis → core`, and
 * `sdk, server, cli → otlp`. A new package is written down here first.
 */
const ALLOWED_SIBLINGS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  analysis: ['core'],
  otlp: ['core'],
  bridges: ['core', 'analysis', 'otlp'],
  sdk: ['core', 'analysis', 'bridges', 'otlp'],
  server: ['core', 'analysis', 'bridges', 'otlp'],
  cli: ['core', 'analysis', 'bridges', 'otlp', 'sdk', 'server'],
  viewer: ['analysis'],
};

/** The one part of core that otlp may take, so that it serves any OpenTelemetry SDK alone. */
const OTLP_TAKES = '@spanbridge/core/diagnostics';

/** The only bridge that shares queue, breaker and retention with the delivery. */
const BRIDGE_ON_OTLP = 'action-trace/';

/** Imports among packages point in one direction, by exported names, and two of them are drawn late. */
export function packageDirection(files: readonly SourceText[]): readonly Violation[] {
  return files.filter(isPackageSource).flatMap((file) => {
    const place = packagePlace(file.path);
    if (place === undefined) return [];
    return importsOf(file).flatMap((imported) => {
      const message = imported.specifier.startsWith('.')
        ? faultOfRelative(file.path, imported.specifier)
        : faultOfSibling(place, imported);
      return message === undefined ? [] : [{ path: file.path, line: imported.line, message }];
    });
  });
}

function faultOfRelative(path: string, specifier: string): string | undefined {
  const place = packagePlace(path);
  const target = packagePlace(resolveRelative(path, specifier)[0] ?? '');
  if (target?.packageName === place?.packageName && target?.area === 'src') return undefined;
  return `"${specifier}" leaves the sources of the package. Import another package by the name that it exports.`;
}

function faultOfSibling(place: PackagePlace, { specifier, kind }: ModuleImport): string | undefined {
  if (!specifier.startsWith(SCOPE)) return undefined;
  const { packageName, inner } = place;
  const sibling = packageOf(specifier).slice(SCOPE.length);
  const allowed = ALLOWED_SIBLINGS[packageName];
  if (allowed === undefined) return `Package "${packageName}" has no entry among the directions. Add it to this rule.`;
  if (sibling === packageName) return `"${specifier}" is this package. Import the file by its relative path.`;
  if (!allowed.includes(sibling)) {
    const choice = allowed.length === 0 ? 'none' : allowed.join(', ');
    return `${packageName} may not import ${sibling} (allowed: ${choice}). Move the code, or take it as a parameter.`;
  }
  if (packageName === 'otlp' && specifier !== OTLP_TAKES) {
    return `otlp takes of core only ${OTLP_TAKES}, so that it serves any SDK alone.`;
  }
  if (packageName !== 'bridges') return undefined;
  if (sibling === 'otlp' && !inner.startsWith(BRIDGE_ON_OTLP))
    return 'Of the bridges only action-trace may import otlp.';
  if (sibling === 'analysis' && kind === 'static') {
    return 'A bridge loads analysis lazily, with import() inside the function that needs it.';
  }
  return undefined;
}
