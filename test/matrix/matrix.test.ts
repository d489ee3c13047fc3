import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCellRecorder, type CellRecorder } from './cell-recorder.js';
import { describeCell, listCells, type Cell } from './cells.js';
import { CellComparison } from './compare-cells.js';
import { runCell, type CellResult } from './run-cell.js';
import { readSpanBytes } from './sent-spans.js';

const ROOT = join(__dirname, '..', '..');

const REFERENCE: Cell = { wiring: 'otel', strategy: 'hold', moduleKind: 'CommonJS' };

/** Each wiring once, with the strategies and kinds of modules spread over them; `npm run check:matrix` runs all. */
const CELLS: readonly Cell[] = [
  { wiring: 'register', strategy: 'marker', moduleKind: 'ESM' },
  { wiring: 'provider', strategy: 'anchor', moduleKind: 'CommonJS' },
  { wiring: 'hook', strategy: 'anchor', moduleKind: 'CommonJS' },
  { wiring: 'stock', strategy: 'hold', moduleKind: 'ESM' },
  { wiring: 'node-sdk', strategy: 'hold', moduleKind: 'CommonJS' },
];

/** The line of the SDK in this checkout, and the Node that runs this test. */
function groundHere(): { readonly sdkLine: string; readonly nodeMajor: number } {
  const manifest = readFileSync(join(ROOT, 'node_modules', '@opentelemetry', 'sdk-trace', 'package.json'), 'utf8');
  const sdkLine = (JSON.parse(manifest) as { readonly version: string }).version.replace(/\.\d+$/, '');
  return { sdkLine, nodeMajor: Number(process.versions.node.split('.')[0]) };
}

describe('the app of the matrix', () => {
  let recorder: CellRecorder;
  let reference: CellResult;

  beforeAll(async () => {
    if (!existsSync(join(ROOT, 'packages', 'sdk', 'dist', 'esm', 'index.js'))) {
      throw new Error('The app runs the built packages. Run `npm run build` first.');
    }
    recorder = await startCellRecorder();
    reference = await run(REFERENCE);
  });
  afterAll(() => recorder.close());

  const run = (cell: Cell): Promise<CellResult> => {
    const app = join(ROOT, 'test', 'matrix', 'app');
    return runCell(cell, { node: process.execPath, directory: ROOT, app, recorder, placeName: 'here' });
  };

  it('sends the same bytes in every wiring, and those of OpenTelemetry itself', async () => {
    const comparison = new CellComparison();
    const faults: (readonly [string, readonly string[]])[] = [];
    for (const cell of [REFERENCE, ...CELLS]) {
      const result = cell === REFERENCE ? reference : await run(cell);
      faults.push([describeCell(cell), comparison.faultsOf(cell, result, groundHere())]);
    }
    expect(faults).toEqual([REFERENCE, ...CELLS].map((cell) => [describeCell(cell), []]));
    const retry = reference.spans.find(({ label }) => label === 'retry');
    expect(readSpanBytes(retry?.bytes ?? Buffer.alloc(0))).toMatchObject({
      name: 'retry',
      kind: 1,
      startTimeUnixNano: '1790000003123456789',
      endTimeUnixNano: '1790000005123456789',
      events: [{ name: 'exception', timeUnixNano: '1790000004123456789' }],
      status: { code: 2, message: 'declined' },
    });
    const limits = reference.spans.find(({ label }) => label === 'limits');
    expect(readSpanBytes(limits?.bytes ?? Buffer.alloc(0))).toMatchObject({
      ...{ droppedAttributesCount: 3, droppedEventsCount: 3, droppedLinksCount: 3 },
    });
  });

  it('is not equal when one byte, a span, a resource or the ground is another', () => {
    const ground = groundHere();
    const result = reference;
    const faultsOf = (changed: Partial<CellResult>, on = ground): number => {
      const comparison = new CellComparison();
      comparison.faultsOf(REFERENCE, result, ground);
      return comparison.faultsOf(REFERENCE, { ...result, ...changed }, on).length;
    };
    const [first, ...others] = result.spans;
    if (first === undefined) throw new Error('No span has come.');
    const bytes = Buffer.from(first.bytes);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    expect(faultsOf({})).toBe(0);
    expect(faultsOf({ spans: [{ ...first, bytes }, ...others] })).toBe(1);
    expect(faultsOf({ spans: others })).toBe(1);
    expect(faultsOf({ spans: [first, ...result.spans] })).toBe(1);
    expect(faultsOf({ spans: [{ ...first, home: '' }, ...others] })).toBe(1);
    const resource = new Map([...first.resource, ['service.name', '{"stringValue":"other"}']]);
    expect(faultsOf({ spans: [{ ...first, resource }, ...others] })).toBe(1);
    expect(faultsOf({ fault: 'exit code 1' })).toBe(1);
    expect(faultsOf({}, { ...ground, nodeMajor: 1 })).toBe(1);
    expect(faultsOf({}, { ...ground, sdkLine: '1.0' })).toBe(result.spans.length);
  });
});

describe('the cells of one SDK line on one version of Node', () => {
  it('are 22: all wirings as CommonJS and as an ES module', () => {
    expect(listCells()).toHaveLength(22);
    expect(new Set(listCells().map(({ wiring, moduleKind }) => `${wiring} ${moduleKind}`)).size).toBe(12);
  });
});
