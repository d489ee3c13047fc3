import { EventEmitter } from 'node:events';
import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncContext } from '../../src/context/async-context.js';

const KEY = createContextKey('test');
const A = ROOT_CONTEXT.setValue(KEY, 'a');
const B = ROOT_CONTEXT.setValue(KEY, 'b');

describe('AsyncContext', () => {
  const contexts = new AsyncContext(B);

  it('is the given root where nothing was entered, and keeps a context along promises and timers', async () => {
    expect(contexts.active()).toBe(B);
    const seen = await contexts.with(A, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return contexts.active();
    });
    expect(seen).toBe(A);
    expect(contexts.active()).toBe(B);
  });

  it('hands on this, arguments, result and what is thrown', () => {
    const add = function (this: { base: number }, value: number): number {
      return this.base + value;
    };
    expect(contexts.with(A, add, { base: 1 }, 2)).toBe(3);
    expect(() =>
      contexts.with(A, () => {
        throw new RangeError('own');
      }),
    ).toThrow(RangeError);
    expect(contexts.active()).toBe(B);
  });

  it('enters the true root when it is asked to', () => {
    expect(contexts.with(ROOT_CONTEXT, () => contexts.active())).toBe(ROOT_CONTEXT);
  });

  it('binds a function, with its number of parameters and its this', () => {
    const target = {
      read: contexts.bind(A, function (this: unknown, _a: number, _b: number) {
        return [this, contexts.active()];
      }),
    };
    expect(target.read.length).toBe(2);
    expect(target.read(1, 2)).toEqual([target, A]);
  });

  it('leaves anything else as it is', () => {
    const value = { some: 1 };
    expect(contexts.bind(A, value)).toBe(value);
  });

  it('binds the listeners of an emitter', () => {
    const emitter = contexts.bind(A, new EventEmitter());
    const seen: unknown[] = [];
    emitter.on('x', () => seen.push(contexts.active()));
    emitter.emit('x');
    expect(seen).toEqual([A]);
  });
});
