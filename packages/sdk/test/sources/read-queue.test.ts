import { ReadQueue } from '../../src/sources/read-queue.js';
import { inventedSource } from './tail-state.js';

describe('ReadQueue', () => {
  test('sources come in turn, each once', () => {
    const queue = new ReadQueue();
    const [one, other] = [inventedSource('1'), inventedSource('2')];
    queue.add(one);
    queue.add(other);
    queue.add(one);
    expect([queue.take(), queue.take(), queue.take()]).toEqual([one, other, undefined]);
  });

  test('one that is added has more to read', () => {
    const queue = new ReadQueue();
    const source = inventedSource('1');
    source.isAtEnd = true;
    queue.add(source);
    expect(source.isAtEnd).toBe(false);
  });

  test('one waits until its predecessor has been read to its end, or cannot be read', () => {
    const queue = new ReadQueue();
    const [first, second] = [inventedSource('1'), inventedSource('2')];
    first.place = 'handle';
    second.predecessor = first;
    queue.add(second);
    expect([queue.hasReady(), queue.take()]).toEqual([false, undefined]);
    first.isAtEnd = true;
    expect([queue.hasReady(), queue.take()]).toEqual([true, second]);
    first.isAtEnd = false;
    first.place = 'nowhere';
    second.predecessor = first;
    queue.add(second);
    expect(queue.take()).toBe(second);
  });

  test('nothing waits for a file that cannot be read', () => {
    const queue = new ReadQueue();
    const [first, second] = [inventedSource('1'), inventedSource('2')];
    first.place = 'path';
    first.isFailing = true;
    second.predecessor = first;
    queue.add(second);
    expect(queue.take()).toBe(second);
  });

  test('one that was dropped does not come, and may be added again', () => {
    const queue = new ReadQueue();
    const source = inventedSource('1');
    queue.add(source);
    queue.drop(source);
    expect(queue.take()).toBeUndefined();
    queue.add(source);
    expect(queue.take()).toBe(source);
  });
});
