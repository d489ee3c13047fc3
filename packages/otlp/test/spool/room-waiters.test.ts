import { RoomWaiters } from '../../src/spool/room-waiters.js';

describe('waiting for room', () => {
  it('ends when what was turned away last fits', async () => {
    let freeBytes = 10;
    const room = new RoomWaiters(() => freeBytes);
    await room.wait();
    expect(room.isWanted).toBe(false);
    room.want(50);
    expect(room.isWanted).toBe(true);
    const order: string[] = [];
    const waits = [room.wait().then(() => order.push('first')), room.wait().then(() => order.push('second'))];
    freeBytes = 49;
    room.wake();
    await Promise.resolve();
    expect(order).toEqual([]);
    freeBytes = 50;
    room.wake();
    await Promise.all(waits);
    expect(order).toEqual(['first', 'second']);
  });

  it('ends with the signal, and leaves nothing on it', async () => {
    const room = new RoomWaiters(() => 0);
    room.want(1);
    const controller = new AbortController();
    const wait = room.wait(controller.signal);
    controller.abort();
    await wait;
    await room.wait(controller.signal);
    const kept = new AbortController();
    const removed = jest.spyOn(kept.signal, 'removeEventListener');
    const other = room.wait(kept.signal);
    room.wakeAll();
    await other;
    expect(removed).toHaveBeenCalledTimes(1);
  });
});
