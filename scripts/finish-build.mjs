// What `tsc -b` leaves undone: it does not mark the CommonJS output as CommonJS, and without the mark Node would read
// those files by the package's own "type": "module".
import { existsSync, readdirSync, writeFileSync } from 'node:fs';

for (const name of readdirSync('packages')) {
  const directory = `packages/${name}/dist/cjs`;
  if (existsSync(directory)) writeFileSync(`${directory}/package.json`, '{"type":"commonjs"}\n');
}
