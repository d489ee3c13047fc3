import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createResource } from '@spanbridge/core';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { RecordRun } from '../../src/ship/record-run.js';
import { bridgesFor } from '../../src/ship/detect-format.js';
import type { ShipEvent, ShipFormat } from '../../src/ship/ship-options.js';

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

  describe('that is a crash file', () => {
    const head = '{"spanbridge.crash":1,"pid":1,"started":"","startedUnixMs":0}';
    const startOf = (number: number): string =>
      JSON.stringify({
        start: number,
        resource: 0,
        scope: 0,
        flags: 257,
        kind: 1,
        name: `span ${number}`,
        traceId: 'a'.repeat(32),
        spanId: String(number + 1).padStart(16, '0'),
        startTimeUnixNano: '1700000000000000000',
        attributes: {},
      });
    const lines = [head, startOf(0), startOf(1), 'broken', '{"end":1,"timeUnixNano":"1700000000000000000"}', '{"sta'];

    async function runAs(format: ShipFormat, text: string) {
      const path = join(directory, `crash-${format}`);
      writeFileSync(path, text);
      const spans: string[] = [];
      const events: ShipEvent[] = [];
      const recordRun = new RecordRun({
        bridges: bridgesFor(format, 'spanbridge'),
        resource: createResource({}),
        onSpan: (span, how) => spans.push(`${span.name} ${how.role} ${how.completeness}`),
        onEvent: (event) => events.push(event),
      });
      for await (const _piece of recordRun.read({ kind: 'file', path, sizeBytes: text.length }));
      return { recordRun, spans, events };
    }

    it.each(['auto', 'crash'] as const)('gives its open spans and its damaged lines, read as %s', async (format) => {
      const { recordRun, spans, events } = await runAs(format, lines.join('\n'));
      expect(spans).toEqual(['span 0 span unfinished']);
      expect(recordRun.ledger.columns()).toMatchObject({ lines: 3, records: 1, rejected: 2, spans: 1, unfinished: 1 });
      expect(recordRun.ledger.imbalances()).toHaveLength(1);
      expect(events).toMatchObject([
        { type: 'rejected', line: 4, reason: 'invalid-shape' },
        { type: 'rejected', line: 6, reason: 'truncated-line' },
      ]);
      expect(Object.fromEntries(recordRun.pipeline.formats)).toEqual({ crash: 1 });
    });

    it('is read without its first line where it was said to be one', async () => {
      expect((await runAs('crash', lines.slice(1).join('\n'))).spans).toEqual(['span 0 span unfinished']);
      expect((await runAs('auto', lines.slice(1).join('\n'))).spans).toEqual([]);
    });

    it('is left alone where another format was asked for', async () => {
      const { recordRun, spans } = await runAs('tracer-meta', lines.join('\n'));
      expect(spans).toEqual([]);
      expect(recordRun.ledger.columns().records).toBe(0);
    });
  });
});
