import { watchExits } from '../../src/exit/exit-watch.js';
import { FakeProcess, FakeTarget } from './fake-target.js';

describe('watchExits', () => {
  it.each([
    [{ signals: true, isMainThread: true }, ['beforeExit', 'exit', 'SIGTERM', 'SIGINT', 'SIGHUP']],
    [{ signals: false, isMainThread: true }, ['beforeExit', 'exit']],
    [{ signals: true, isMainThread: false }, ['beforeExit', 'exit']],
  ])('with %j listens to %j, until it is stopped', (options, events) => {
    const owner = new FakeProcess();
    const stop = watchExits({ target: new FakeTarget(), timeoutMs: 1, process: owner, ...options });
    expect(owner.eventNames()).toEqual(events);
    stop();
    expect(owner.eventNames()).toEqual([]);
  });
});
