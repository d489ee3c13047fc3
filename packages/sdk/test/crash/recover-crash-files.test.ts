import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { type SpanOutcome, toTracesData } from '@spanbridge/otlp';
import { headerLine, ownHeader } from '../../src/crash/crash-file-header.js';
import {
  recoverCrashFiles,
  type RecoverCrashFilesOptions,
  type RecoveryResult,
} from '../../src/crash/recover-crash-files.js';
import { createJournaledProgram } from '../support/journaled-program.js';

/** No process has this number: it is above what any system gives. */
const NO_PID = 2_147_000_000;
const DEAD = headerLine({ ...ownHeader(), pid: NO_PID, started: '' });
const NOTHING = { files: 0, accepted: 0, refused: 0, unsent: 0, expired: 0, damagedLines: 0 };

let directory: string;
let path: string;
let warnings: string[];
let received: ReadableSpan[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-recover-'));
  path = join(directory, 'open-spans.jsonl');
  warnings = [];
  received = [];
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Leaves the file of a dead process with this many open spans. */
function leaveFile(spans: number, at = path): void {
  const place = join(directory, 'made');
  const { tracer, journal } = createJournaledProgram({ path: place });
  for (let index = 0; index < spans; index += 1) tracer.startSpan(`span ${index}`);
  const text = readFileSync(place, 'latin1');
  writeFileSync(at, DEAD + text.slice(text.indexOf('\n') + 1));
  journal.close();
  rmSync(place, { force: true });
}

function recover(
  outcomeOf: (span: ReadableSpan) => SpanOutcome = () => ({ status: 'accepted' }),
  options: Partial<RecoverCrashFilesOptions> = {},
): Promise<RecoveryResult> {
  return recoverCrashFiles({
    path,
    deliver: (spans) => {
      received.push(...spans);
      return Promise.resolve(spans.map(outcomeOf));
    },
    warn: (message) => warnings.push(message),
    ...options,
  });
}

const UNSENT: SpanOutcome = { status: 'unsent', reason: 'nobody listens' };
const names = (): readonly string[] => received.map(({ name }) => name);

describe('the recovery of crash files', () => {
  it('delivers what dead processes left, in batches, and removes the files', async () => {
    leaveFile(5);
    leaveFile(2, `${path}.17`);
    const sizes: number[] = [];
    const deliver: RecoverCrashFilesOptions['deliver'] = (spans) => {
      sizes.push(spans.length);
      return Promise.resolve(spans.map(() => ({ status: 'accepted' })));
    };
    expect(await recover(undefined, { deliver, batchSpansMax: 3 })).toEqual({ ...NOTHING, files: 2, accepted: 7 });
    expect(sizes).toEqual([3, 2, 2]);
    expect(readdirSync(directory)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('has nothing to do where there is no file, and says so where there is no directory', async () => {
    expect(await recover()).toEqual(NOTHING);
    expect(await recover(undefined, { path: join(directory, 'not', 'there') })).toEqual(NOTHING);
    expect(warnings).toHaveLength(1);
  });

  it('keeps the file while a span of it is not delivered, and sends the same bytes at the next start', async () => {
    leaveFile(4);
    const result = await recover(({ name }) => (name === 'span 2' ? UNSENT : { status: 'accepted' }), {
      batchSpansMax: 2,
    });
    expect(result).toEqual({ ...NOTHING, files: 1, accepted: 3, unsent: 1 });
    const before = received.splice(0).map((span) => JSON.stringify(toTracesData([span])));
    expect(readdirSync(directory)).toHaveLength(1);
    expect(await recover()).toEqual({ ...NOTHING, files: 1, accepted: 4 });
    expect(received.map((span) => JSON.stringify(toTracesData([span])))).toEqual(before);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('stops with the first batch that nobody takes', async () => {
    leaveFile(6);
    expect(await recover(() => UNSENT, { batchSpansMax: 2 })).toEqual({ ...NOTHING, files: 1, unsent: 6 });
    expect(names()).toEqual(['span 0', 'span 1']);
  });

  it('is done with spans that the backend refuses', async () => {
    leaveFile(2);
    const refused: SpanOutcome = { status: 'refused', httpStatus: 400, reason: 'bad' };
    expect(await recover(() => refused)).toEqual({ ...NOTHING, files: 1, refused: 2 });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('gives a file up that could not be delivered for seven days', async () => {
    leaveFile(2);
    const weekAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    utimesSync(path, weekAgo, weekAgo);
    expect(await recover(() => UNSENT)).toEqual({ ...NOTHING, files: 1, expired: 2 });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('goes on with the other files when one cannot be delivered at all', async () => {
    leaveFile(1);
    leaveFile(1, `${path}.17`);
    let calls = 0;
    const deliver: RecoverCrashFilesOptions['deliver'] = (spans) => {
      calls += 1;
      if (calls === 1) throw new Error('broken');
      return Promise.resolve(spans.map(() => ({ status: 'accepted' })));
    };
    expect(await recover(undefined, { deliver })).toEqual({ ...NOTHING, files: 2, accepted: 1 });
    expect(warnings).toHaveLength(1);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('never touches the file of a process that runs, that of somebody else, or one of a later version', async () => {
    const { tracer, journal } = createJournaledProgram({ path });
    tracer.startSpan('running').end();
    writeFileSync(`${path}.17`, 'a log of somebody else\n');
    writeFileSync(`${path}.18`, DEAD.replace('crash":1', 'crash":2'));
    writeFileSync(`${path}.bak`, DEAD);
    const before = readdirSync(directory);
    expect(await recover()).toEqual(NOTHING);
    expect(readdirSync(directory)).toEqual(before);
    journal.close();
  });

  it('leaves a file alone that another living process delivers, and takes it over when that has died', async () => {
    leaveFile(1);
    const { ppid } = process;
    const theirs = `${path}.dead.${ppid}..aaaaaaaaaaaa`;
    copyFileSync(path, theirs);
    rmSync(path);
    expect(await recover()).toEqual(NOTHING);
    copyFileSync(theirs, `${path}.dead.${NO_PID}..bbbbbbbbbbbb`);
    rmSync(theirs);
    expect(await recover()).toEqual({ ...NOTHING, files: 1, accepted: 1 });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('removes what killed processes left half made, and delivers none of it', async () => {
    leaveFile(1, `${path}.new.${NO_PID}.aaaaaaaaaaaa`);
    leaveFile(1, `${path}.new.${process.pid}.bbbbbbbbbbbb`);
    expect(await recover()).toEqual(NOTHING);
    expect(readdirSync(directory)).toEqual([`open-spans.jsonl.new.${process.pid}.bbbbbbbbbbbb`]);
  });

  it('sends each span once, or as it was, when several start together', async () => {
    leaveFile(50);
    const results = await Promise.all([recover(), recover(), recover()]);
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(received.length);
    const contents = new Map<string, Set<string>>();
    for (const span of received) {
      const of = contents.get(span.name) ?? new Set();
      contents.set(span.name, of.add(JSON.stringify(toTracesData([span]))));
    }
    expect(contents.size).toBe(50);
    expect([...contents.values()].filter(({ size }) => size !== 1)).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('ends with the signal, and leaves the rest', async () => {
    leaveFile(3);
    const abort = new AbortController();
    abort.abort();
    expect(await recover(undefined, { signal: abort.signal })).toEqual(NOTHING);
    expect(existsSync(path)).toBe(true);
  });

  it('counts the lines that are damaged', async () => {
    leaveFile(2);
    writeFileSync(path, `${readFileSync(path, 'latin1')}{"start":99,`);
    expect(await recover()).toEqual({ ...NOTHING, files: 1, accepted: 2, damagedLines: 1 });
  });
});
