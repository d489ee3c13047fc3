// A project of a user: empty but for the tarballs, side by side, and OpenTelemetry from the registry.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '../run-command.mjs';

/** The registry may be slow and the cache empty. */
const INSTALL_TIMEOUT_MS = 600_000;
const RUN_TIMEOUT_MS = 300_000;
const COMPILE_TIMEOUT_MS = 600_000;

/** What our peers are met with: the line that the workspace itself is developed on. */
const PEERS = ['@opentelemetry/api', '@opentelemetry/resources', '@opentelemetry/sdk-trace', '@types/node'];

/** Creates the project and installs into it; throws with what npm said when that fails. */
export async function createConsumer(directory, tarballs) {
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const peers = PEERS.map((name) => `${name}@${devDependencies[name]}`);
  const flags = ['--prefer-offline', '--no-audit', '--no-fund'];
  const args = ['install', ...flags, ...peers, ...tarballs];
  const { ok, stderr, ending } = await runCommand('npm', args, { cwd: directory, timeoutMs: INSTALL_TIMEOUT_MS });
  if (!ok) throw new Error(`npm install of the tarballs: ${ending}.\n${stderr}`);
}

/** Loads one entry both ways, each in a process of its own; both must give the same names. */
export async function checkEntry(directory, entry) {
  const print = 'console.log(Object.keys(it).filter((name) => !names.includes(name)).sort().join())';
  // What only the way of loading adds, and is no export of ours.
  const head = "const names = ['default', 'module.exports', '__esModule'];";
  const load = async (type, source) => {
    const args = [`--input-type=${type}`, '-e', `${head} ${source} ${print}`];
    const run = await runCommand(process.execPath, args, { cwd: directory, timeoutMs: RUN_TIMEOUT_MS });
    if (!run.ok) throw new Error(`${type === 'module' ? 'import()' : 'require()'}: ${run.ending}.\n${run.stderr}`);
    return run.stdout.trim();
  };
  const imported = await load('module', `const it = await import('${entry}');`);
  const required = await load('commonjs', `const it = require('${entry}');`);
  if (imported !== required) {
    throw new Error(`import() gives the names\n  ${imported}\nand require()\n  ${required}`);
  }
  return imported === '' ? 'no names' : `${imported.split(',').length} names`;
}

/** Asks the installed command for its version, and lets it show its samples. */
export async function checkCommand(directory, version) {
  const run = async (...args) => {
    const all = ['--no-install', 'spanbridge', ...args];
    const done = await runCommand('npx', all, { cwd: directory, timeoutMs: RUN_TIMEOUT_MS });
    if (!done.ok) throw new Error(`npx ${all.join(' ')}: ${done.ending}.\n${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  const printed = (await run('--version')).trim();
  if (printed !== version) throw new Error(`spanbridge --version says "${printed}", the package "${version}".`);
  const shown = await run('demo', '--once', '--port', '0');
  if (!/[█━]/.test(shown)) throw new Error(`spanbridge demo --once draws no bar:\n${shown}`);
  return `version ${printed}, and the demo draws`;
}

/** Compiles a consumer of every entry as an ES module and as CommonJS, types of libraries included. */
export async function checkTypes(directory, entries) {
  const names = entries.map((entry, index) => ({ entry, name: `entry${index}` }));
  const esm = names.map(({ entry, name }) => `import * as ${name} from '${entry}';`);
  const cjs = names.map(({ entry, name }) => `import ${name} = require('${entry}');`);
  const use = `export const entries: object[] = [${names.map(({ name }) => name).join(', ')}];`;
  writeFileSync(join(directory, 'consumer.mts'), [...esm, use, ESM_USE].join('\n'));
  writeFileSync(join(directory, 'consumer.cts'), [...cjs, use, CJS_USE].join('\n'));
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  const compiler = resolve('node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', 'tsconfig.json'];
  const run = await runCommand(process.execPath, args, { cwd: directory, timeoutMs: COMPILE_TIMEOUT_MS });
  if (!run.ok) throw new Error(`tsc: ${run.ending}.\n${run.stdout}${run.stderr}`);
  return 'consumer.mts and consumer.cts compile';
}

const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'dom'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  },
  include: ['consumer.mts', 'consumer.cts'],
};

/** That the names resolve is not all: what one package gives, another one and OpenTelemetry must take. */
const ESM_USE = `
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { renderWaterfall } from '@spanbridge/analysis';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
const spans: ReadableSpan[] = importTracerMeta([], { serviceName: 'shop' });
export const text: string = renderWaterfall(spans, { width: 80 });
// @ts-expect-error A width is a number; where this passes, the types have got lost on the way.
renderWaterfall(spans, { width: '80' });
`;

const CJS_USE = `
import analysis = require('@spanbridge/analysis');
import tracerMeta = require('@spanbridge/bridges/tracer-meta');
export const text: string = analysis.renderWaterfall(tracerMeta.importTracerMeta([]), { width: 80 });
// @ts-expect-error As above.
analysis.renderWaterfall([], { width: '80' });
`;
