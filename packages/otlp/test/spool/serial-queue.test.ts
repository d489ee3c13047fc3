import { SerialQueue } from '../../src/spool/serial-queue.js';

it('tasks run one after the other, and one that fails stops none', async () => {
  const queue = new SerialQueue();
  const order: string[] = [];
  const task = (name: string) => async (): Promise<string> => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    if (name === 'b') throw new Error(name);
    return name;
  };
  const results = Promise.allSettled([queue.run(task('a')), queue.run(task('b')), queue.run(task('c'))]);
  await queue.idle();
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
