import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpanStatusCode } from '@opentelemetry/api';
import { JournalFile } from '../../src/crash/journal-file.js';
import { createJournaledProgram, type JournaledProgram, openSpansIn } from '../support/journaled-program.js';

let directory: string;
let path: string;
let program: JournaledProgram;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-full-'));
  path = join(directory, 'open-spans.jsonl');
  program = createJournaledProgram({ path });
});

afterEach(() => {
  jest.restoreAllMocks();
  program.journal.close();
  rmSync(directory, { recursive: true, force: true });
});

function fillDisk(): void {
  const fail = (): never => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  jest.spyOn(JournalFile.prototype, 'append').mockImplementation(fail);
  jest.spyOn(JournalFile.prototype, 'appendBytes').mockImplementation(fail);
}

const namesIn = async (): Promise<readonly string[]> => (await openSpansIn(path)).map(({ name }) => name);

describe('a journal on a full disk', () => {
  it('counts the starts that it could not write, tells it once, and writes again a second later', async () => {
    fillDisk();
    program.tracer.startSpan('one');
    program.tracer.startSpan('two');
    jest.restoreAllMocks();
    program.tracer.startSpan('resting');
    program.tick();
    program.tracer.startSpan('three');
    expect(await namesIn()).toEqual(['three']);
    expect(program.journal.ledger()).toMatchObject({ open: 1, unwritten: 3 });
    expect(program.warnings).toEqual(['the crash file cannot be written (ENOSPC); spans are missing in it.']);
  });

  it('gives the file up when an end cannot be written, before the final leaves: it calls it open', async () => {
    const sent = program.tracer.startSpan('sent');
    program.tracer.startSpan('open');
    sent.end();
    fillDisk();
    program.journal.sync();
    expect(readdirSync(directory)).toEqual([]);
    jest.restoreAllMocks();
    program.tick();
    program.turn();
    program.tracer.startSpan('later');
    expect(await namesIn()).toEqual(['open', 'later']);
    expect(program.warnings).toEqual(['the crash file cannot be written (ENOSPC) and is begun anew.']);
  });

  it('never throws into the program, whatever it does', () => {
    const span = program.tracer.startSpan('work');
    fillDisk();
    program.tick();
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.recordException(new Error('broken'));
    program.tick();
    span.end();
    program.journal.sync();
    program.tick();
    program.turn();
    expect(() => {
      program.journal.close();
    }).not.toThrow();
  });
});
