import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headerLine, ownHeader } from '../../src/crash/crash-file-header.js';
import { shipFiles } from '../../src/index.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-living-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function crashFile(header: string): string {
  const path = join(directory, 'app.crash');
  writeFileSync(path, header);
  return path;
}

it.each([undefined, 'crash'] as const)(
  'the crash file of a process that runs is not shipped (format %j)',
  async (format) => {
    const inputs = [crashFile(headerLine(ownHeader()))];
    const shipment = shipFiles({
      inputs,
      ...(format === undefined ? {} : { format }),
      endpoints: ['http://127.0.0.1:1'],
    });
    await expect(shipment).rejects.toMatchObject({
      code: 'CRASH_FILE_IN_USE',
      message: expect.stringContaining(`the crash file of process ${process.pid}, which still runs`) as string,
    });
  },
);

it('that of a dead process is, and a dry run may look at any', async () => {
  const dead = crashFile(headerLine({ ...ownHeader(), pid: 2_147_000_000, started: '' }));
  expect((await shipFiles({ inputs: [dead], endpoints: ['http://127.0.0.1:1'] })).outcome).toBe('complete');
  const living = crashFile(headerLine(ownHeader()));
  expect((await shipFiles({ inputs: [living], dryRun: true })).outcome).toBe('complete');
});
