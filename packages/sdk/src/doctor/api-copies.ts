import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@spanbridge/core';
import { type Finding, fine } from './finding.js';

/** A copy of a package below a project. */
export interface PackageCopy {
  readonly path: string;
  readonly version: string;
}

/** Folders that are looked into; a larger tree is told of as far as it was seen. */
const FOLDERS_MAX = 50_000;

const API = '@opentelemetry/api';

/** Packages that register a tracer provider of their own, and whether they can be told not to. */
const OTHER_PROVIDERS: readonly (readonly [name: string, remedy: string])[] = [
  [
    '@opentelemetry/sdk-node',
    'Add the processors of spanbridge to its `spanProcessors` instead of calling register().',
  ],
  ['@sentry/node', 'Set `skipOpenTelemetrySetup: true` in Sentry.init, or add a processor of spanbridge to it.'],
  ['dd-trace', 'Its tracer does not share spans with others unless its own TracerProvider is registered.'],
  ['@azure/monitor-opentelemetry', 'Add the processors of spanbridge to its `spanProcessors`.'],
  ['@vercel/otel', 'Pass the processors of spanbridge as its `spanProcessors`.'],
];

function readPackage(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function versionIn(path: string): string {
  const version = readPackage(path)?.['version'];
  return typeof version === 'string' ? version : 'unknown';
}

function foldersIn(path: string): readonly string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** The packages in one `node_modules`, scoped ones with their scope. */
function packagesIn(modules: string): readonly string[] {
  return foldersIn(modules).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? foldersIn(join(modules, name)).map((inner) => `${name}/${inner}`) : [name];
  });
}

/** Every copy of a package that programs in a folder may load, however deep; links count once. */
export function findCopies(projectFolder: string, name: string): readonly PackageCopy[] {
  const copies = new Map<string, PackageCopy>();
  const waiting = [join(projectFolder, 'node_modules')];
  const seen = new Set<string>();
  for (let modules = waiting.pop(); modules !== undefined && seen.size < FOLDERS_MAX; modules = waiting.pop()) {
    for (const found of packagesIn(modules)) {
      const path = realPath(join(modules, found));
      if (path === undefined || seen.has(path)) continue;
      seen.add(path);
      if (found === name) copies.set(path, { path, version: versionIn(path) });
      waiting.push(join(path, 'node_modules'));
    }
  }
  return [...copies.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function dependenciesOf(projectFolder: string): readonly string[] {
  const project = readPackage(projectFolder) ?? {};
  return ['dependencies', 'optionalDependencies'].flatMap((kind) => {
    const list = project[kind];
    return isRecord(list) ? Object.keys(list) : [];
  });
}

/**
 * Looks for what makes spans vanish without a word: two copies of the API, of which each has its own provider when
 * their versions do not fit, and packages that register a provider of their own.
 */
export function checkPackages(projectFolder: string): readonly Finding[] {
  const copies = findCopies(projectFolder, API);
  const others = dependenciesOf(projectFolder).flatMap((name) => OTHER_PROVIDERS.filter(([other]) => other === name));
  return [
    ...apiFindings(copies),
    ...others.map(([name, remedy]): Finding => ({
      check: 'packages',
      level: 'note',
      message: `This project depends on ${name}, which registers a tracer provider of its own; the first one wins.`,
      remedy,
    })),
  ];
}

function apiFindings(copies: readonly PackageCopy[]): readonly Finding[] {
  const [only] = copies;
  if (only === undefined) return [];
  if (copies.length === 1) return [fine('packages', `One copy of ${API}, version ${only.version}.`)];
  const list = copies.map(({ path, version }) => `${version} in ${path}`).join('; ');
  return [
    {
      check: 'packages',
      level: new Set(copies.map(({ version }) => version)).size === 1 ? 'note' : 'fault',
      message:
        `There are ${copies.length} copies of ${API}: ${list}. ` +
        'Libraries with another copy may trace into nothing.',
      remedy: `Let \`npm ls ${API}\` tell who brings them, and align the versions (\`npm dedupe\`, or "overrides").`,
    },
  ];
}
