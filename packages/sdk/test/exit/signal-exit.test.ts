import { SignalExit } from '../../src/exit/signal-exit.js';
import { FakeProcess, FakeTarget, turn } from './fake-target.js';

function started(pid?: number): { target: FakeTarget; owner: FakeProcess; exit: SignalExit } {
  const target = new FakeTarget();
  const owner = new FakeProcess(pid);
  const exit = new SignalExit({ target, process: owner, timeoutMs: 500 });
  exit.start();
  return { target, owner, exit };
}

describe('SignalExit', () => {
  it('shuts down and then lets the same signal end the process, with no listener left', async () => {
    const { target, owner } = started();
    owner.emit('SIGTERM');
    expect(target.calls).toEqual(['shutdown']);
    expect(owner.kills).toEqual([]);
    target.finish();
    await turn();
    expect(owner.kills).toEqual(['42 SIGTERM']);
    expect(owner.eventNames()).toEqual([]);
  });

  it('ends at once at a second signal, after what waits was put away (F41)', () => {
    const { target, owner } = started();
    owner.emit('SIGTERM');
    owner.emit('SIGINT');
    expect(target.calls).toEqual(['shutdown', 'flushSync']);
    expect(owner.kills).toEqual(['42 SIGINT']);
  });

  it('leaves the end to a handler of the program, also to one for one time that was there before', async () => {
    const target = new FakeTarget();
    const owner = new FakeProcess();
    owner.once('SIGTERM', () => undefined);
    new SignalExit({ target, process: owner, timeoutMs: 500 }).start();
    owner.emit('SIGTERM');
    await turn();
    expect(target.calls).toEqual(['flush 500']);
    expect(owner.kills).toEqual([]);
  });

  it('does not take the listeners of signal-exit for a handler of the program', () => {
    const key = Symbol.for('signal-exit emitter');
    Object.defineProperty(globalThis, key, { value: { count: 1 }, configurable: true });
    try {
      const { target, owner } = started();
      owner.on('SIGHUP', () => undefined);
      owner.emit('SIGHUP');
      expect(target.calls).toEqual(['shutdown']);
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  });

  it('only flushes in the first process of a container, which no unhandled signal ends', async () => {
    const { target, owner } = started(1);
    owner.emit('SIGTERM');
    await turn();
    expect(target.calls).toEqual(['flush 500']);
    expect(owner.kills).toEqual([]);
  });

  it('hears nothing more once it was stopped', () => {
    const { target, owner, exit } = started();
    exit.stop();
    owner.emit('SIGTERM');
    expect(target.calls).toEqual([]);
  });
});
