import type { HrTime } from '@opentelemetry/api';
import fc from 'fast-check';
import { testSpans } from '../../../../test/support/test-spans.js';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { OpenSpan } from '../../src/provisional/open-span.js';
import { OpenSpans } from '../../src/provisional/open-spans.js';

interface Running {
  readonly open: OpenSpan;
  end(at?: number): void;
}

function run(number: number, parent?: Running): Running {
  const [made] = testSpans(1, number);
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const context = { traceId, spanId: (number + 1).toString(16).padStart(16, '0'), traceFlags: 1 };
  const span = {
    ...made,
    spanContext: () => context,
    startTime: [number, 0] as HrTime,
    endTime: [0, 0] as HrTime,
    ended: false,
    ...(parent === undefined ? {} : { parentSpanContext: parent.open.span.spanContext() }),
  };
  return {
    open: new OpenSpan(span as unknown as LiveSpan, 0, false),
    end: (at = number) => Object.assign(span, { ended: true, endTime: [at, 0] }),
  };
}

const numbersOf = (open: readonly OpenSpan[]): readonly number[] => open.map(({ span }) => span.startTime[0]);

describe('the open spans', () => {
  it('are answered in the order of their starts, without those that have ended', () => {
    const spans = new OpenSpans();
    const running = [1, 2, 3, 4].map((number) => run(number));
    for (const { open } of running) spans.push(open);
    running[0]?.end();
    running[2]?.end();
    spans.noteEnd();
    spans.noteEnd();
    expect(spans.size).toBe(2);
    expect(numbersOf(spans.settle())).toEqual([2, 4]);
  });

  it('are counted without those that have ended or left, also across the end of the ring', () => {
    const spans = new OpenSpans();
    const running = Array.from({ length: 100 }, (_, number) => run(number));
    for (const { open } of running.slice(0, 60)) spans.push(open);
    for (const one of running.slice(0, 50)) {
      one.end();
      spans.noteEnd();
    }
    for (const { open } of running.slice(60)) spans.push(open);
    expect(spans.countUnsent()).toBe(50);
    const sent = running[99];
    if (sent !== undefined) sent.open.hasLeft = true;
    running[70]?.end();
    expect(spans.countUnsent()).toBe(48);
  });

  it('that are told of are passed once, whatever ends before or between', () => {
    const spans = new OpenSpans();
    const running = Array.from({ length: 200 }, (_, number) => run(number));
    for (const { open } of running.slice(0, 100)) spans.push(open);
    const told: number[] = [];
    const tellNext = (): void => {
      const open = spans.nextUntold();
      if (open === undefined) return;
      told.push(open.span.startTime[0]);
      spans.passUntold();
    };
    for (let count = 0; count < 10; count += 1) tellNext();
    running[0]?.end();
    running[11]?.end();
    spans.noteEnd();
    for (const { open } of running.slice(100)) spans.push(open);
    spans.settle();
    for (let count = 0; count < 200; count += 1) tellNext();
    const expected = Array.from({ length: 200 }, (_, number) => number).filter((number) => number !== 11);
    expect(told).toEqual(expected);
    expect(spans.nextUntold()).toBeUndefined();
  });

  it('hold what a descendant told last, also when the spans between have ended', () => {
    const spans = new OpenSpans();
    const root = run(1);
    const middle = run(2, root);
    const inner = run(3, middle);
    const leaf = run(4, inner);
    for (const { open } of [root, middle, inner, leaf]) spans.push(open);
    middle.end(5);
    spans.settle();
    inner.end(6);
    spans.settle();
    leaf.end(9);
    spans.settle();
    expect(root.open.evidence).toEqual([9, 0]);
  });

  it('take the start of a child that runs as evidence', () => {
    const spans = new OpenSpans();
    const root = run(1);
    for (const { open } of [root, run(7, root)]) spans.push(open);
    spans.settle();
    expect(root.open.evidence).toEqual([7, 0]);
  });

  it('that are dropped are gone, and their ends change no count', () => {
    const spans = new OpenSpans();
    const running = [1, 2, 3].map((number) => run(number));
    for (const { open } of running) spans.push(open);
    spans.settle();
    spans.drop(2);
    running[0]?.end();
    spans.noteEnd(running[0]?.open);
    expect(spans.size).toBe(1);
    expect(numbersOf(spans.settle())).toEqual([3]);
  });

  it('are the same as a plain list would hold, whatever starts and ends', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('start' as const), parent: fc.nat(300) }),
      fc.record({ type: fc.constant('end' as const), span: fc.nat(300) }),
      fc.constant({ type: 'settle' as const }),
      fc.record({ type: fc.constant('drop' as const), count: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
        const spans = new OpenSpans();
        const all: Running[] = [];
        let expected: Running[] = [];
        for (const one of steps) {
          if (one.type === 'start') {
            const running = run(all.length, all[one.parent]);
            all.push(running);
            expected.push(running);
            spans.push(running.open);
          } else if (one.type === 'end') {
            const running = all[one.span];
            if (running === undefined || running.open.span.ended) continue;
            running.end();
            spans.noteEnd(running.open);
            expected = expected.filter((other) => other !== running);
          } else if (one.type === 'settle') {
            expect(numbersOf(spans.settle())).toEqual(numbersOf(expected.map(({ open }) => open)));
          } else {
            const count = Math.min(one.count, spans.settle().length);
            for (const { open } of expected.splice(0, count)) open.hasLeft = true;
            spans.drop(count);
          }
          expect(spans.size).toBe(expected.length);
        }
      }),
      { numRuns: 100 },
    );
  });
});
