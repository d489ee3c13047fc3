import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { createResource } from '@spanbridge/core';
import { openSource, type SourceItem } from '../../../src/ship/durable/durable-source.js';
import { RecordRun } from '../../../src/ship/record-run.js';
import type { FilePosition } from '../../../src/sources/file-position.js';

const directory = mkdtempSync(join(tmpdir(), 'spanbridge-source-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function run(stdin?: AsyncIterable<Uint8Array>): RecordRun {
  return new RecordRun({
    bridges: [createTracerMetaBridge()],
    resource: createResource({}),
    onSpan: () => undefined,
    onEvent: () => undefined,
    ...(stdin === undefined ? {} : { stdin }),
  });
}

function kindsOf(items: readonly SourceItem[]): string {
  return items.map(({ kind }) => kind).join(' ');
}

async function readAll(source: ReturnType<typeof openSource>): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for await (const item of source.items()) items.push(item);
  return items;
}

describe('the source of a durable run', () => {
  it('hands out the lines of files with how far they were read, and ends where there is nothing more', async () => {
    const path = join(directory, 'once.jsonl');
    writeFileSync(path, '{"a":1}\n{"b":2}\n');
    const hooks = { run: run(), positions: [], onEvent: () => undefined };
    const [piece, ...others] = await readAll(openSource({ inputs: [path] }, undefined, hooks));
    expect(others).toEqual([]);
    if (piece?.kind !== 'piece') throw new Error(`not a piece, but ${String(piece?.kind)}`);
    expect([piece.file, piece.frames.length, piece.position.offsetBytes, piece.isAtEnd]).toEqual([path, 2, 16, true]);
  });

  it('goes on behind a position', async () => {
    const path = join(directory, 'again.jsonl');
    writeFileSync(path, '{"a":1}\n');
    const read = async (positions: readonly FilePosition[]): Promise<FilePosition[]> => {
      const source = openSource({ inputs: [path] }, undefined, { run: run(), positions, onEvent: () => undefined });
      const items = await readAll(source);
      return items.flatMap((item) => (item.kind === 'piece' ? [item.position] : []));
    };
    const first = await read([]);
    appendFileSync(path, '{"b":2}\n');
    expect((await read(first)).map(({ offsetBytes, line }) => [offsetBytes, line])).toEqual([[16, 3]]);
  });

  it('does not end while files are followed, and says when there is nothing new', async () => {
    const path = join(directory, 'followed.jsonl');
    writeFileSync(path, '{"a":1}\n');
    const stop = new AbortController();
    const hooks = { run: run(), positions: [], onEvent: () => undefined };
    const source = openSource({ inputs: [path], follow: true, signal: stop.signal }, undefined, hooks);
    const items: SourceItem[] = [];
    for await (const item of source.items()) {
      items.push(item);
      if (items.length === 3) stop.abort();
    }
    expect(kindsOf(items)).toBe('piece idle idle');
    expect(source.positions().map(({ position }) => position.offsetBytes)).toEqual([8]);
  });

  it('lets the run read what is read once, and knows no positions of it', async () => {
    async function* stdin(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('{"a":1}\n{"b":2}\n'));
    }
    const recordRun = run(stdin());
    const hooks = { run: recordRun, positions: [], onEvent: () => undefined };
    const source = openSource({ inputs: ['-'] }, [{ kind: 'stdin' }], hooks);
    expect(kindsOf(await readAll(source))).toMatch(/^taken( taken)*$/);
    expect([recordRun.ledger.columns().lines, source.positions()]).toEqual([2, []]);
  });
});
