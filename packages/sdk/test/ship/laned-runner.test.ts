import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createAnchor } from '@spanbridge/core';
import type { SpanOutcome } from '@spanbridge/otlp';
import { LanedRunner } from '../../src/ship/laned-runner.js';
import { ACCEPTED, HandSender, UNSENT } from '../support/hand-sender.js';
import { startedSpan, TRACE_ID, turns } from '../support/spans.js';

/** An anchor in one of two traces, which go through different lanes of two. */
function anchor(id: number, trace: 'even' | 'odd', parentId?: number): ReadableSpan {
  const traceId = `${TRACE_ID.slice(0, -1)}${trace === 'even' ? '2' : '3'}`;
  return createAnchor(startedSpan({ id, parentId, traceId }));
}

function open(sender: HandSender) {
  const settled: string[] = [];
  const runner = new LanedRunner({
    send: (spans) => sender.send(spans),
    batchSpansMax: 2,
    concurrency: 2,
    onOutcome: ({ name }, { status }: SpanOutcome) => {
      settled.push(`${name} ${status}`);
    },
  });
  return { runner, settled };
}

function names(sender: HandSender): readonly (readonly string[])[] {
  return sender.batches.map((batch) => batch.map(({ name }) => name));
}

describe('a runner in lanes', () => {
  it('T13: sends nothing more of a trace while a request of it is on its way, and others beside it', async () => {
    const sender = new HandSender();
    const { runner, settled } = open(sender);
    for (const span of [anchor(1, 'even'), anchor(2, 'even', 1), anchor(3, 'even', 2)]) runner.add(span);
    runner.sendNow();
    for (const span of [anchor(4, 'odd'), anchor(5, 'odd', 4)]) runner.add(span);
    await turns();
    expect(names(sender)).toEqual([
      ['span 1', 'span 2'],
      ['span 4', 'span 5'],
    ]);
    sender.answer(ACCEPTED);
    await turns();
    expect(names(sender)[2]).toEqual(['span 3']);
    expect(settled).toEqual(['span 1 accepted', 'span 2 accepted']);
  });

  it('is full while one of its lanes is, and has room again when that one has', async () => {
    const sender = new HandSender();
    const { runner } = open(sender);
    for (const id of [1, 2, 3, 4]) runner.add(anchor(id, 'even'));
    expect(runner.isFull).toBe(true);
    const room = runner.makeRoom();
    sender.answer(ACCEPTED);
    await room;
    expect(runner.isFull).toBe(false);
  });

  it('ends when all lanes have ended', async () => {
    const sender = new HandSender(ACCEPTED);
    const { runner, settled } = open(sender);
    runner.add(anchor(1, 'even'));
    runner.add(anchor(2, 'odd'));
    await runner.finish();
    expect([...settled].sort()).toEqual(['span 1 accepted', 'span 2 accepted']);
  });

  it('gives all waiting batches the outcome that it is told', () => {
    const { runner, settled } = open(new HandSender());
    for (const id of [1, 2, 3, 4]) runner.add(anchor(id, 'odd'));
    runner.shed(UNSENT);
    expect(settled).toEqual(['span 3 unsent', 'span 4 unsent']);
  });
});
