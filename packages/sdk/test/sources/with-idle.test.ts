import { IDLE, orIdleAfter, withIdle } from '../../src/sources/with-idle.js';

async function* slowly(items: readonly number[], untilAsked: Promise<void>): AsyncGenerator<number> {
  for (const item of items) yield item;
  await untilAsked;
  yield 99;
}

describe('a source with idle moments', () => {
  it('yields everything that the source yields, in order', async () => {
    const taken: unknown[] = [];
    for await (const item of withIdle(slowly([1, 2, 3], Promise.resolve()), 60_000)) taken.push(item);
    expect(taken).toEqual([1, 2, 3, 99]);
  });

  it('yields idle while the source is silent, and then what it has', async () => {
    let release = (): void => undefined;
    const silence = new Promise<void>((resolve) => (release = resolve));
    const taken: unknown[] = [];
    for await (const item of withIdle(slowly([1], silence), 1)) {
      taken.push(item);
      if (taken.length === 4) release();
    }
    expect(taken.slice(0, 4)).toEqual([1, IDLE, IDLE, IDLE]);
    expect(taken.at(-1)).toBe(99);
  });

  it('can be left while the source is silent for ever', async () => {
    const taken: unknown[] = [];
    for await (const item of withIdle(slowly([], new Promise(() => undefined)), 1)) {
      taken.push(item);
      if (item === IDLE) break;
    }
    expect(taken).toEqual([IDLE]);
  });

  it('closes the source when it is left between two items', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<number> {
      try {
        for (;;) yield await Promise.resolve(1);
      } finally {
        isClosed = true;
      }
    }
    for await (const _item of withIdle(source(), 60_000)) break;
    expect(isClosed).toBe(true);
  });

  it('hands on what the source throws', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield await Promise.resolve(1);
      throw new Error('the disk is gone');
    }
    const taken: unknown[] = [];
    const reading = (async () => {
      for await (const item of withIdle(broken(), 60_000)) taken.push(item);
    })();
    await expect(reading).rejects.toThrow('the disk is gone');
    expect(taken).toEqual([1]);
  });
});

describe('a promise with an idle moment', () => {
  it('gives its value, or idle when it is silent', async () => {
    await expect(orIdleAfter(Promise.resolve(1), 60_000)).resolves.toBe(1);
    await expect(orIdleAfter(new Promise(() => undefined), 1)).resolves.toBe(IDLE);
  });
});
