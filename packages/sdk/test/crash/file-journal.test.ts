import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { createDerivedSpan } from '@spanbridge/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createJournaledProgram, type JournaledProgram, openSpansIn } from '../support/journaled-program.js';

let directory: string;
let path: string;
let program: JournaledProgram;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-journal-'));
  path = join(directory, 'open-spans.jsonl');
  program = createJournaledProgram({ path });
});

afterEach(() => {
  program.journal.close();
  rmSync(directory, { recursive: true, force: true });
});

const namesIn = async (): Promise<readonly string[]> => (await openSpansIn(path)).map(({ name }) => name);
const under = (parent: Span) => trace.setSpan(ROOT_CONTEXT, parent);
const millisOf = (time: readonly [number, number]): number => time[0] * 1_000 + Math.floor(time[1] / 1_000_000);

describe('a journal of open spans', () => {
  it('has a span once its start has returned, with all that its start said', async () => {
    const parent = program.tracer.startSpan('parent', { kind: SpanKind.SERVER });
    const link = { context: parent.spanContext(), attributes: { why: 'test' } };
    program.tracer.startSpan('child', { attributes: { n: 1, list: ['a', 'b'] }, links: [link] }, under(parent));
    const [first, second] = await openSpansIn(path);
    expect(first).toMatchObject({
      name: 'parent',
      kind: SpanKind.SERVER,
      resource: { attributes: { 'service.name': 'shop' } },
    });
    expect(first?.parentSpanContext).toBeUndefined();
    expect(second?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(second?.attributes).toMatchObject({ n: 1, list: ['a', 'b'] });
    expect(second?.links).toMatchObject([
      { context: { spanId: parent.spanContext().spanId }, attributes: { why: 'test' } },
    ]);
    expect(second?.instrumentationScope).toMatchObject({ name: 'shop', version: '1.0.0' });
  });

  it('leaves out spans that are not sampled', async () => {
    const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0 };
    const sampled = program.tracer.startSpan('sampled') as unknown as ReadableSpan;
    const unsampled = { ...sampled, name: 'unsampled', spanContext: () => context };
    program.journal.started(unsampled as never);
    expect(await namesIn()).toEqual(['sampled']);
  });

  it('keeps an ended span open until its final leaves: then the end is in the file', async () => {
    const [sent, waiting] = [program.tracer.startSpan('sent'), program.tracer.startSpan('waiting')];
    sent.end();
    waiting.end();
    expect(await namesIn()).toEqual(['sent', 'waiting']);
    program.journal.sync(program.ended.filter(({ name }) => name === 'sent'));
    expect(await namesIn()).toEqual(['waiting']);
    program.journal.sync();
    expect(await namesIn()).toEqual([]);
  });

  it('takes no anchor or marker for the final of a span, and a completion for one', async () => {
    const span = program.tracer.startSpan('work');
    const live = span as unknown as ReadableSpan;
    program.journal.sync([live]);
    expect(await namesIn()).toEqual(['work']);
    span.end();
    const started = {
      ...live,
      context: span.spanContext(),
      parentContext: undefined,
      scope: live.instrumentationScope,
    };
    const completion = createDerivedSpan(
      { ...started, name: 'work', startTime: live.startTime, links: [], resource: live.resource },
      {
        spanId: 'c'.repeat(16),
        parentContext: span.spanContext(),
        endTime: live.endTime,
        attributes: { 'spanbridge.span.phase': 'completion' },
      },
    );
    program.journal.sync([completion]);
    expect(await namesIn()).toEqual([]);
  });

  it('tells two spans with one span id in two traces apart', async () => {
    const span = program.tracer.startSpan('one') as unknown as ReadableSpan;
    const { spanId } = span.spanContext();
    const other = { ...span, name: 'other', spanContext: () => ({ traceId: 'd'.repeat(32), spanId, traceFlags: 1 }) };
    const rest = { events: [], links: [], status: span.status, attributes: {}, startTime: span.startTime };
    const counts = { droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };
    program.journal.started({ ...other, ...rest, ...counts } as never);
    program.journal.ended(other);
    program.journal.sync();
    expect(await namesIn()).toEqual(['one']);
  });

  it('sees a failure that was told right before the process died, with its exception', async () => {
    const span = program.tracer.startSpan('work');
    span.recordException(new RangeError('too far'));
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'gave up' });
    const [work] = await openSpansIn(path);
    expect(work?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'gave up' });
    expect(work?.events).toHaveLength(1);
    expect(work?.events[0]).toMatchObject({ name: 'exception', attributes: { 'exception.message': 'too far' } });
  });

  it('sees a failure that was taken back, and no success: only an end tells that', async () => {
    const span = program.tracer.startSpan('work');
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setStatus({ code: SpanStatusCode.OK });
    expect((await openSpansIn(path))[0]?.status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('learns of later attributes, names and events of spans that live longer than a second', async () => {
    const span = program.tracer.startSpan('first name', { attributes: { step: 1 } });
    program.tick();
    span.updateName('second name').setAttribute('step', 2).addEvent('half done', { rows: 3 });
    program.tick();
    span.setAttribute('step', 3).addEvent('nearly done');
    program.tick();
    const [work] = await openSpansIn(path);
    expect(work).toMatchObject({ name: 'second name', attributes: { step: 3 }, droppedEventsCount: 0 });
    expect(work?.events.map(({ name }) => name)).toEqual(['half done', 'nearly done']);
  });

  it('writes nothing of a span that does not change but when it was last open', () => {
    program.tracer.startSpan('work', { attributes: { step: 1 } });
    program.tick();
    program.tick();
    const before = statSync(path).size;
    program.tick();
    expect(statSync(path).size - before).toBe('{"alive":"1700000000000000000"}\n'.length);
  });

  it('ends a span at the last time at which it is known to have been open', async () => {
    program.tracer.startSpan('work');
    program.nowMs += 5_000;
    program.tick();
    const [work] = await openSpansIn(path);
    expect(millisOf(work?.endTime ?? [0, 0])).toBe(program.nowMs);
  });

  it('ends a span that waits to be sent at its own end, however long it waits', async () => {
    const span = program.tracer.startSpan('work');
    span.end();
    const [{ endTime } = { endTime: [0, 0] as const }] = program.ended;
    program.tick();
    program.nowMs += 60_000;
    program.tick();
    program.tick();
    expect((await openSpansIn(path))[0]?.endTime).toEqual(endTime);
  });

  it('says that an anchor has the real id: the unfinished span goes under a derived one', async () => {
    const anchored = createJournaledProgram({ path, anchored: true });
    const span = anchored.tracer.startSpan('work');
    const [work] = await openSpansIn(anchored.journal.path);
    expect(work?.spanContext().spanId).not.toBe(span.spanContext().spanId);
    expect(work?.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    expect(work?.attributes['spanbridge.span.phase']).toBe('unfinished');
    span.end();
    anchored.journal.close();
  });

  it('is rewritten with what is open once three quarters of it are about other spans', async () => {
    program.journal.close();
    program = createJournaledProgram({ path, rewriteBytesMin: 10_000 });
    const kept = program.tracer.startSpan('kept', { attributes: { n: 1 } });
    kept.addEvent('early');
    program.tick();
    program.tick();
    for (let index = 0; index < 200; index += 1) program.tracer.startSpan('short').end();
    program.journal.sync();
    kept.addEvent('late').setAttribute('n', 2);
    const before = statSync(path).size;
    program.turn();
    expect(statSync(path).size).toBeLessThan(before / 10);
    program.tracer.startSpan('new');
    program.tick();
    const spans = await openSpansIn(path);
    expect(spans.map(({ name }) => name)).toEqual(['kept', 'new']);
    expect(spans[0]?.attributes['n']).toBe(2);
    expect(spans[0]?.events.map(({ name }) => name)).toEqual(['early', 'late']);
    expect(readdirSync(directory)).toEqual(['open-spans.jsonl']);
    kept.end();
  });

  it('loses nothing that happens while it is rewritten, and stays whole until then', async () => {
    program.journal.close();
    program = createJournaledProgram({ path, rewriteBytesMin: 1_000 });
    const spans = Array.from({ length: 40 }, (_, index) => program.tracer.startSpan(`span ${index}`));
    for (let index = 0; index < 2_000; index += 1) program.tracer.startSpan('short').end();
    program.journal.sync();
    // Now a rewrite has begun.
    spans[0]?.end();
    program.journal.sync();
    spans[1]?.setStatus({ code: SpanStatusCode.ERROR, message: 'meanwhile' });
    program.tracer.startSpan('meanwhile');
    const before = await openSpansIn(path);
    program.turn();
    const after = await openSpansIn(path);
    const contentOf = ({ name, status, startTime }: ReadableSpan) => ({ name, status, startTime });
    expect(after.map(contentOf)).toEqual(before.map(contentOf));
    expect(after.map(({ name }) => name)).toEqual([
      ...spans.slice(1).map((_, index) => `span ${index + 1}`),
      'meanwhile',
    ]);
    expect(after[0]?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'meanwhile' });
  });

  it('counts the starts over its limit, and says so once', async () => {
    program.journal.close();
    program = createJournaledProgram({ path, openSpansMax: 2 });
    for (let index = 0; index < 5; index += 1) program.tracer.startSpan(`span ${index}`);
    expect(program.journal.ledger()).toMatchObject({ open: 2, overLimit: 3, unwritten: 0 });
    expect(program.warnings).toHaveLength(1);
    expect(await namesIn()).toEqual(['span 0', 'span 1']);
  });

  it('has room for spans that run while others have ended and wait', () => {
    program.journal.close();
    program = createJournaledProgram({ path, openSpansMax: 2 });
    for (let index = 0; index < 5; index += 1) program.tracer.startSpan(`span ${index}`).end();
    expect(program.journal.ledger()).toMatchObject({ open: 5, overLimit: 0 });
    expect(program.warnings).toEqual([]);
  });

  it('holds 16,384 spans that have ended and do not leave, and then gives up the oldest of them', async () => {
    for (let index = 0; index <= 16_384; index += 1) program.tracer.startSpan(`span ${index}`).end();
    expect(program.journal.ledger()).toMatchObject({ open: 15_385, overLimit: 0, unwritten: 0 });
    const names = await namesIn();
    expect([names.length, names[0]]).toEqual([15_385, 'span 1000']);
  });

  it('leaves no file when it is closed with every span ended', () => {
    program.tracer.startSpan('work').end();
    program.journal.close();
    program.journal.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves the file when it is closed with a span open, and takes nothing more', async () => {
    const span = program.tracer.startSpan('work');
    program.journal.close();
    program.tracer.startSpan('later');
    span.end();
    program.journal.sync();
    expect(await namesIn()).toEqual(['work']);
  });

  it('is readable by its owner alone, and holds no context of the process but its number', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(path, 'latin1').split('\n')[0] ?? '') as object)).toEqual([
      'spanbridge.crash',
      'pid',
      'started',
      'startedUnixMs',
    ]);
  });
});
