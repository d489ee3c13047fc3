// Makes the tarballs that the registry would get, and lists what they export.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';

/** Packing only copies files; five minutes are far more than it takes, even on a busy machine. */
const PACK_TIMEOUT_MS = 300_000;

/**
 * The packages of the workspace that are published.
 *
 * @returns {{ name: string, version: string, folder: string, entries: string[] }[]} `entries` as users import them
 */
export function listPublished() {
  return readdirSync('packages')
    .map((name) => join('packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest: { name, version, exports } }) => {
      const subpaths = Object.keys(exports).filter((subpath) => subpath !== './package.json');
      return { name, version, folder, entries: subpaths.map((subpath) => name + subpath.slice(1)) };
    });
}

/**
 * Packs all of them into one directory.
 *
 * @returns {Promise<{ name: string, tarball: string, files: string[] }[]>} `files` as they lie in the tarball
 */
export async function packAll(published, directory) {
  const unbuilt = published.filter(({ folder }) => !existsSync(join(folder, 'dist', 'esm')));
  if (unbuilt.length > 0) {
    throw new Error(`${unbuilt.map(({ name }) => name).join(', ')}: not built. Run \`npm run build\` first.`);
  }
  const workspaces = published.flatMap(({ name }) => ['-w', name]);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', directory, ...workspaces];
  const { ok, stdout, stderr, ending } = await runCommand('npm', args, { timeoutMs: PACK_TIMEOUT_MS });
  if (!ok) throw new Error(`npm pack: ${ending}.\n${stderr}`);
  return readPacked(stdout).map(({ name, filename, files }) => {
    return { name, tarball: join(directory, filename), files: files.map(({ path }) => path) };
  });
}

/** npm up to 11 prints a list; npm 12 announces an object by the names of the packages. Both hold the same records. */
function readPacked(stdout) {
  const packed = JSON.parse(stdout);
  return Array.isArray(packed) ? packed : Object.values(packed);
}
