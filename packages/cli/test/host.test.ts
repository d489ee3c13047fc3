import { untilInterrupted } from '../src/host.js';
import { fakeHost } from './support/fake-host.js';

describe('untilInterrupted', () => {
  it('waits for the signal', async () => {
    const { host, interrupt } = fakeHost();
    let isOver = false;
    const waiting = untilInterrupted(host).then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    interrupt('SIGTERM');
    await waiting;
    expect(isOver).toBe(true);
  });

  it('does not wait for a signal that came before', async () => {
    const { host, interrupt, stderr } = fakeHost();
    interrupt('SIGINT');
    await untilInterrupted(host);
    expect(stderr()).toBe('');
  });

  it('ends the line that the terminal wrote ^C into', async () => {
    const { host, interrupt, stderr } = fakeHost({ isTerminal: true });
    interrupt('SIGINT');
    await untilInterrupted(host);
    expect(stderr()).toBe('\n');
  });
});
