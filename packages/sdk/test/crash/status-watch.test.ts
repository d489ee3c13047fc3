import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { StatusWatch } from '../../src/crash/status-watch.js';

class FakeSpan {
  readonly calls: unknown[][] = [];

  setStatus(...args: readonly unknown[]): this {
    this.calls.push(['setStatus', ...args]);
    return this;
  }

  recordException(...args: readonly unknown[]): void {
    this.calls.push(['recordException', ...args]);
  }
}

const create = (): FakeSpan & LiveSpan => new FakeSpan() as unknown as FakeSpan & LiveSpan;

describe('the watch over what a span says of its failure', () => {
  it('calls the method of the span first, with all arguments, and then tells', () => {
    const seen: unknown[] = [];
    const watch = new StatusWatch((changed) => seen.push([changed, (changed as unknown as FakeSpan).calls.length]));
    const span = create();
    watch.watch(span);
    const error = new Error('broken');
    expect(span.setStatus({ code: 2 })).toBe(span);
    span.recordException(error, 5);
    expect(span.calls).toEqual([
      ['setStatus', { code: 2 }],
      ['recordException', error, 5],
    ]);
    expect(seen).toEqual([
      [span, 1],
      [span, 2],
    ]);
  });

  it('leaves other spans alone, and those that somebody else has taken', () => {
    const watch = new StatusWatch(() => undefined);
    const [other, taken] = [create(), create()];
    const theirs = jest.fn();
    Object.assign(taken, { setStatus: theirs });
    watch.watch(taken);
    taken.setStatus({ code: 2 });
    expect(theirs).toHaveBeenCalledTimes(1);
    expect(Object.hasOwn(taken, 'recordException')).toBe(false);
    expect(Object.hasOwn(other, 'setStatus')).toBe(false);
  });
});
