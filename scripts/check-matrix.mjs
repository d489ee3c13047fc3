// Runs the app of test/matrix with both lines of the SDK, on all versions of Node that we support, as CommonJS and as
// ES module, wired in every way, and compares the bytes of its spans. Our packages are installed from their tarballs.
// Needs `npm run build`; ends with exit code 1 when a cell differs, or is missing without a reason.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTypeScript } from '../test/faults/support/load-typescript.mjs';
import { createProject, PACKAGES, SDK_LINES } from './matrix/sdk-lines.mjs';
import { loadNodes } from './node-binaries.mjs';
import { listPublished, packAll } from './packages/pack.mjs';

const { listCells, describeCell, MODULE_KINDS, WIRINGS } = loadTypeScript('matrix/cells.ts');
const { startCellRecorder } = loadTypeScript('matrix/cell-recorder.ts');
const { CellComparison, SET_ASIDE } = loadTypeScript('matrix/compare-cells.ts');
const { runCell } = loadTypeScript('matrix/run-cell.ts');

const NODE_MAJORS = [20, 22, 24];

/** Of one cell. Further differences say the same again. */
const FAULTS_SHOWN_MAX = 5;

process.chdir(join(import.meta.dirname, '..'));
const startMs = performance.now();
const directory = realpathSync(mkdtempSync(join(tmpdir(), 'spanbridge-matrix-')));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** The versions of Node that can be had here, each with its binary, and why there are no others. */
async function findNodes() {
  const own = Number(process.versions.node.split('.')[0]);
  const others = NODE_MAJORS.filter((major) => major !== own);
  const { binaryOf, reason } = await loadNodes(others);
  const nodes = NODE_MAJORS.map((major) => ({ major, binary: major === own ? process.execPath : binaryOf(major) }));
  return { nodes: reason === undefined ? nodes : nodes.filter(({ major }) => major === own), others, reason };
}

async function installLines() {
  const published = listPublished().filter(({ name }) => PACKAGES.includes(name));
  const tarballs = (await packAll(published, directory)).map(({ tarball }) => tarball);
  await Promise.all(SDK_LINES.map((line) => createProject(line, join(directory, line), tarballs)));
}

/** Every cell with its place, and what came of it, in the order in which they are compared. */
async function runAll(nodes, recorder) {
  const removals = [];
  const runs = [];
  for (const line of SDK_LINES) {
    runs.push(...(await runLine(line, nodes, recorder)));
    // Thousands of files: they go while the next line runs, which needs the processor and not the disk.
    removals.push(rm(join(directory, line), { recursive: true, force: true }));
  }
  await Promise.all(removals);
  return runs;
}

async function runLine(line, nodes, recorder) {
  const runs = nodes.flatMap((node) => listCells().map((cell) => ({ line, node, cell, result: undefined })));
  const project = join(directory, line);
  const waiting = [...runs];
  const work = async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      const { node, cell } = run;
      const place = { node: node.binary, directory: project, app: join(project, 'app'), recorder };
      run.result = await runCell(cell, { ...place, placeName: `${line} ${node.major}` });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return runs;
}

/** Says what differs; answers the cells, each with whether it is equal. */
function compareAll(runs) {
  const comparison = new CellComparison();
  return runs.map(({ line, node, cell, result }) => {
    const faults = comparison.faultsOf(cell, result, { sdkLine: line, nodeMajor: node.major });
    if (faults.length > 0) {
      console.log(`FAIL  SDK ${line}, Node ${node.major}, ${describeCell(cell)}`);
      for (const fault of faults.slice(0, FAULTS_SHOWN_MAX)) console.log(`      ${fault}`);
    }
    return { row: rowOf(line, node.major, cell.moduleKind), wiring: cell.wiring, isEqual: faults.length === 0 };
  });
}

function rowOf(line, major, moduleKind) {
  return `SDK ${line}, Node ${major}, ${moduleKind}`;
}

/** One row for each place, one column for each wiring: how many of its strategies are equal. */
function printTable(cells, nodes) {
  const width = Math.max(...cells.map(({ row }) => row.length));
  console.log(['equal cells'.padEnd(width), ...WIRINGS.map((wiring) => wiring.padStart(9))].join(''));
  for (const line of SDK_LINES) {
    for (const { major } of nodes) {
      for (const moduleKind of MODULE_KINDS) {
        const row = rowOf(line, major, moduleKind);
        const counts = WIRINGS.map((wiring) => {
          const those = cells.filter((cell) => cell.row === row && cell.wiring === wiring);
          return `${those.filter(({ isEqual }) => isEqual).length}/${those.length}`.padStart(9);
        });
        console.log([row.padEnd(width), ...counts].join(''));
      }
    }
  }
}

const recorder = await startCellRecorder();
try {
  const [{ nodes, others, reason }] = await Promise.all([findNodes(), installLines()]);
  const installedMs = performance.now();
  const cells = compareAll(await runAll(nodes, recorder));
  printTable(cells, nodes);
  if (reason !== undefined) console.log(`skipped  Node ${others.join(' and ')}: ${reason}`);
  console.log(`set aside in resources: ${SET_ASIDE.join(', ')}; the strategy log, whose records hold the time of day`);
  const equalCount = cells.filter(({ isEqual }) => isEqual).length;
  const seconds = (fromMs, toMs) => ((toMs - fromMs) / 1000).toFixed(0);
  const times = `${seconds(startMs, installedMs)} s to install, ${seconds(installedMs, performance.now())} s to run`;
  console.log(`${equalCount} of ${cells.length} cells equal (${times})`);
  process.exitCode = equalCount === cells.length && cells.length > 0 ? 0 : 1;
} catch (error) {
  console.log(`FAIL  ${error.message}`);
  process.exitCode = 1;
} finally {
  await recorder.close();
}
