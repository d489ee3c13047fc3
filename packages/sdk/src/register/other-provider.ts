/** A module that `require` has loaded, as the cache of Node knows it. */
export interface LoadedModule {
  readonly filename: string;
  readonly exports: unknown;
  /** Who loaded it first. */
  readonly parent?: LoadedModule | null | undefined;
}

/** The record that all copies of the OpenTelemetry API share; its form is part of the API. */
export interface ApiRecord {
  readonly version?: string;
  readonly trace?: unknown;
}

/** The files of the API that a program may load, in both of its lines. */
const API_FILE = /[\\/]@opentelemetry[\\/]api[\\/](?:build[\\/]src[\\/]index\.js|dist[\\/]index\.cjs)$/;

/** Chains of loaders are short; a cycle among them must not hold us. */
const LOADERS_MAX = 100;

/**
 * Says which tracer provider is registered already, and by which file, as far as that can be found; undefined when
 * there is none.
 */
export function describeOtherProvider(
  record: ApiRecord | undefined,
  modules: readonly LoadedModule[],
): string | undefined {
  if (record?.trace === undefined) return undefined;
  const provider = delegateOf(record.trace);
  const { constructor } = provider as { constructor?: unknown };
  const name = typeof constructor === 'function' ? constructor.name : 'of unknown class';
  const home = modules.filter(({ exports }) => exportsClass(exports, constructor)).at(-1);
  const place = home === undefined ? '' : ` of ${home.filename}`;
  const loader = home === undefined ? undefined : loaderOf(home);
  const who = loader === undefined ? '' : `, loaded by ${loader}`;
  return `Another tracer provider is registered already (${name}${place}${who}). Spans go to it, not to spanbridge.`;
}

/**
 * One sentence for each further copy of the API that cannot see what is registered, since it is newer than the copy
 * that came first.
 */
export function describeApiCopies(
  record: ApiRecord | undefined,
  copies: readonly { readonly filename: string; readonly version: string }[],
): readonly string[] {
  const first = versionOf(record?.version);
  if (first === undefined) return [];
  return copies.flatMap(({ filename, version }) => {
    const own = versionOf(version);
    if (own === undefined || (own.major === first.major && own.minor <= first.minor)) return [];
    const remedy = 'Let the program have one copy of @opentelemetry/api';
    return [
      `${filename} is version ${version} of the OpenTelemetry API, and version ${record?.version ?? ''} was loaded ` +
        `first: spans made through it are lost. ${remedy} (npm ls @opentelemetry/api).`,
    ];
  });
}

/** The paths of all copies of the API that were loaded. */
export function apiFiles(modules: readonly LoadedModule[]): readonly string[] {
  return modules.map(({ filename }) => filename).filter((filename) => API_FILE.test(filename));
}

/** The API registers a proxy, which leads to the provider. */
function delegateOf(trace: unknown): object {
  const proxy = trace as { getDelegate?: () => unknown };
  try {
    const delegate = typeof proxy.getDelegate === 'function' ? proxy.getDelegate() : proxy;
    return typeof delegate === 'object' && delegate !== null ? delegate : {};
  } catch {
    return {};
  }
}

function exportsClass(exports: unknown, wanted: unknown): boolean {
  if (typeof exports !== 'object' || exports === null || typeof wanted !== 'function') return false;
  try {
    return Object.values(exports).includes(wanted);
  } catch {
    // A getter of a stranger that throws when it is looked at.
    return false;
  }
}

/** The first file outside of `node_modules` on the way to a module. */
function loaderOf(module: LoadedModule): string | undefined {
  let current: LoadedModule | null | undefined = module.parent;
  for (let steps = 0; steps < LOADERS_MAX && current; steps += 1) {
    if (!/[\\/]node_modules[\\/]/.test(current.filename)) return current.filename;
    current = current.parent;
  }
  return undefined;
}

function versionOf(text: string | undefined): { readonly major: number; readonly minor: number } | undefined {
  const match = /^(\d+)\.(\d+)\./.exec(text ?? '');
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}
