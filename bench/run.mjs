// All benchmarks, one after the other; each runs in a process of its own.
import { spawnSync } from 'node:child_process';

const RUNS = [['ingest'], ['large-file', '1000'], ['exporter'], ['processor'], ['spool'], ['crash-file']];
for (const [name, ...args] of RUNS) {
  console.log(`\n## ${name} ${args.join(' ')}`);
  spawnSync(process.execPath, ['--expose-gc', `bench/${name}.mjs`, ...args], { stdio: 'inherit' });
}
