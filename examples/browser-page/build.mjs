// Bundles the page: `node build.mjs [DIRECTORY]`, default `dist` beside this program.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const directory = process.argv[2] ?? join(import.meta.dirname, 'dist');

await mkdir(directory, { recursive: true });
const { metafile } = await build({
  entryPoints: [join(import.meta.dirname, 'app.js')],
  outfile: join(directory, 'app.bundle.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  sourcemap: true,
  metafile: true,
});
await copyFile(join(import.meta.dirname, 'index.html'), join(directory, 'index.html'));

const [, { bytes }] = Object.entries(metafile.outputs).find(([name]) => name.endsWith('.js'));
console.log(`app.bundle.js: ${bytes} bytes`);
