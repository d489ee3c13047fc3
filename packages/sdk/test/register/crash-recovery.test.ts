import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeTraces, type ExportResponse, type OtlpTransport } from '@spanbridge/otlp';
import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { until } from '../../../../test/support/until.js';
import { headerLine, ownHeader } from '../../src/crash/crash-file-header.js';
import { beginCrashRecovery } from '../../src/register/crash-recovery.js';
import { createJournaledProgram } from '../support/journaled-program.js';

/** No process has this number: it is above what any system gives. */
const DEAD = headerLine({ ...ownHeader(), pid: 2_147_000_000, started: '' });
const DOWN: ExportResponse = { status: 'retryable', httpStatus: 503, detail: 'down' };

let directory: string;
let path: string;
let names: string[];
let attempts: number;
let closes: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'crash-recovery-'));
  path = join(directory, 'open');
  names = [];
  attempts = 0;
  closes = 0;
  const { tracer, journal } = createJournaledProgram({ path });
  for (const name of ['a', 'b', 'c']) tracer.startSpan(name);
  const text = readFileSync(path, 'latin1');
  journal.close();
  writeFileSync(path, DEAD + text.slice(text.indexOf('\n') + 1));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function transport(answer: (attempt: number) => ExportResponse | Promise<ExportResponse>): OtlpTransport {
  return {
    send: async (body) => {
      const response = await answer((attempts += 1));
      const decoded = decodeTraces(body, 'protobuf');
      if (response.status === 'success' && decoded.status === 'decoded') {
        names.push(...decoded.spans.map(({ name }) => name));
      }
      return response;
    },
    close: () => {
      closes += 1;
    },
  };
}

describe('the recovery at a start', () => {
  it('goes on in the background until the backend is up, and then removes the file', async () => {
    const clock = createVirtualClock();
    const answer = transport((attempt) => (attempt <= 5 ? DOWN : { status: 'success' }));
    beginCrashRecovery({ path, otlp: { transport: answer, clock }, warn: () => undefined });
    await until(
      () => attempts === 1,
      () => 'Nothing was sent.',
    );
    expect(readdirSync(directory)).toHaveLength(1);
    await clock.advance(600_000);
    await until(
      () => readdirSync(directory).length === 0,
      () => 'The file is still there.',
    );
    expect(names).toEqual(['a', 'b', 'c']);
    // It is the program's own.
    expect(closes).toBe(0);
  });

  it('is ended at once by a program that ends while it fails, and the file stays for the next start', async () => {
    const recovery = beginCrashRecovery({ path, otlp: { transport: transport(() => DOWN) }, warn: () => undefined });
    await until(
      () => attempts >= 1,
      () => 'Nothing was sent.',
    );
    const startedMs = performance.now();
    await recovery.end(60_000);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(readdirSync(directory)).toHaveLength(1);
    const next = beginCrashRecovery({
      path,
      otlp: { transport: transport(() => ({ status: 'success' })) },
      warn: () => undefined,
    });
    await next.end(60_000);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('holds a program that ends for a second at most, when the backend never answers', async () => {
    const answer = transport(() => new Promise(() => undefined));
    const recovery = beginCrashRecovery({ path, otlp: { transport: answer }, warn: () => undefined });
    const startedMs = performance.now();
    await recovery.end(60_000);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(readdirSync(directory)).toHaveLength(1);
  });
});
