import { builtinModules } from 'node:module';
import { importsOf } from './module-imports.js';
import { isPackageSource, packagePlace, type SourceText, type Violation } from './violation.js';

/** Packages that run in Node only, and the folders of otlp that do. The rest also runs in browsers. */
const NODE_PLACES = /^(?:sdk|server|cli)\/|^otlp\/(?:spool|transport)\//;

/** Modules of Node are imported only where the code runs in Node only, and always with the prefix `node:`. */
export function nodeImports(files: readonly SourceText[]): readonly Violation[] {
  return files.filter(isPackageSource).flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const message = faultOf(file.path, specifier);
      return message === undefined ? [] : [{ path: file.path, line, message }];
    }),
  );
}

function faultOf(path: string, specifier: string): string | undefined {
  if (builtinModules.includes(specifier)) return `Write "node:${specifier}", which no package can shadow.`;
  if (!specifier.startsWith('node:')) return undefined;
  const place = packagePlace(path);
  if (NODE_PLACES.test(`${place?.packageName ?? ''}/${place?.inner ?? ''}`)) return undefined;
  const homes = 'sdk, server, cli, otlp/spool or otlp/transport';
  return `"${specifier}" does not exist in browsers. Declare an interface here and implement it in ${homes}.`;
}
