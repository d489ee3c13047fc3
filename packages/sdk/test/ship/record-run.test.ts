import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createResource } from '@spanbridge/core';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { RecordRun } from '../../src/ship/record-run.js';
import type { ShipEvent } from '../../src/ship/ship-options.js';

const directory = mkdtempSync(join(tmpdir(), 'spanbridge-run-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function run(name: string, bytes: Uint8Array): Promise<{ run: RecordRun; events: ShipEvent[] }> {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  const events: ShipEvent[] = [];
  const recordRun = new RecordRun({
    bridges: [createTracerMetaBridge()],
    resource: createResource({}),
    onSpan: () => undefined,
    onEvent: (event) => events.push(event),
  });
  for await (const _piece of recordRun.read({ kind: 'file', path, sizeBytes: bytes.length }));
  return { run: recordRun, events };
}

describe('one pass over an input', () => {
  it('a line over the limit is one rejected record with its size and place, its neighbours are read', async () => {
    const long = `{"x":"${'a'.repeat(17 * 1024 * 1024)}"}`;
    const { run: done, events } = await run('long.jsonl', Buffer.from(`{"a":1}\n${long}\n{"b":2}\n`));
    expect(done.ledger.columns()).toMatchObject({ lines: 3, ignored: 2, rejected: 1 });
    expect(events.filter(({ type }) => type === 'rejected')).toEqual([
      {
        type: 'rejected',
        file: join(directory, 'long.jsonl'),
        line: 2,
        reason: 'too-large',
        detail: `${long.length} bytes from byte 8 on`,
      },
    ]);
  });

  it('a compressed file that breaks off gives what stood before, and one rejected record that says so', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `{"n":${index}}\n`).join('');
    const { run: done, events } = await run('cut.gz', gzipSync(lines).subarray(0, 3_000));
    const { lines: count, ignored, rejected } = done.ledger.columns();
    expect(ignored).toBeGreaterThan(100);
    expect(count).toBe(ignored + rejected);
    expect(events.at(-1)).toMatchObject({ type: 'rejected', reason: 'truncated-line' });
  });

  it('an input that cannot be read any further is told as a rejected record, not thrown', async () => {
    const events: ShipEvent[] = [];
    const recordRun = new RecordRun({
      bridges: [],
      resource: createResource({}),
      onSpan: () => undefined,
      onEvent: (event) => events.push(event),
    });
    for await (const _piece of recordRun.read({ kind: 'file', path: join(directory, 'gone'), sizeBytes: 1 }));
    expect(events).toMatchObject([{ type: 'rejected', line: 1, reason: 'truncated-line' }]);
  });
});
