import { NaturalExit } from '../../src/exit/natural-exit.js';
import { FakeProcess, FakeTarget, turn } from './fake-target.js';

function started(): { target: FakeTarget; owner: FakeProcess } {
  const target = new FakeTarget();
  const owner = new FakeProcess();
  new NaturalExit({ target, process: owner, timeoutMs: 500 }).start();
  return { target, owner };
}

async function emptyLoop(owner: FakeProcess): Promise<void> {
  owner.emit('beforeExit');
  await turn();
}

describe('NaturalExit', () => {
  it('flushes once and does nothing more when nothing is left', async () => {
    const { target, owner } = started();
    for (let time = 0; time < 3; time += 1) await emptyLoop(owner);
    expect(target.calls).toEqual(['flush 500']);
  });

  it('does not hold a program that made no spans', async () => {
    const { target, owner } = started();
    target.taken = 0;
    target.pending = 0;
    await emptyLoop(owner);
    expect(target.calls).toEqual([]);
  });

  it('flushes again what the program made in its own last moment', async () => {
    const { target, owner } = started();
    await emptyLoop(owner);
    target.taken = 2;
    target.pending = 1;
    await emptyLoop(owner);
    await emptyLoop(owner);
    expect(target.calls).toEqual(['flush 500', 'flush 500']);
  });

  it('shuts down, once, where spans are open or files are to be closed', async () => {
    const { target, owner } = started();
    target.needsShutdown = true;
    for (let time = 0; time < 3; time += 1) await emptyLoop(owner);
    expect(target.calls).toEqual(['flush 500', 'shutdown']);
  });

  it('puts away what could not be delivered within the deadline, and waits no second time', async () => {
    const { target, owner } = started();
    target.flushFails = true;
    await emptyLoop(owner);
    expect(target.calls).toEqual(['flush 500', 'flushSync']);
  });

  it('puts away what waits when the program calls exit or fails', () => {
    const { target, owner } = started();
    owner.emit('exit', 1);
    expect(target.calls).toEqual(['flushSync']);
  });
});
