// What `tsc -b` leaves undone: it does not mark the CommonJS output as CommonJS, and without the mark Node would read
// those files by the package's own "type": "module".
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';

for (const name of readdirSync('packages')) {
  const directory = `packages/${name}/dist/cjs`;
  if (existsSync(directory)) writeFileSync(`${directory}/package.json`, '{"type":"commonjs"}\n');
  // npm packs a LICENSE that lies beside the manifest; the one text is kept at the top.
  copyFileSync('LICENSE', `packages/${name}/LICENSE`);
}
