import { HeartbeatGate } from '../../../src/ship/provisional/heartbeat-gate.js';
import { makeSpans } from '../../support/spans.js';

const [first, second] = makeSpans(2);
if (first === undefined || second === undefined) throw new Error('There are no spans.');

describe('heartbeats', () => {
  it('leave once the disk says that their span beats', () => {
    const gate = new HeartbeatGate();
    expect(gate.isWaiting).toBe(false);
    gate.hold(first);
    expect(gate.isWaiting).toBe(true);
    expect(gate.release({ isCommitted: true })).toEqual([first]);
    expect([gate.isWaiting, gate.release({ isCommitted: true })]).toEqual([false, []]);
  });

  it('of spans that the disk knows go on while it takes nothing; first ones do not leave', () => {
    const gate = new HeartbeatGate();
    gate.hold(first);
    gate.release({ isCommitted: true });
    gate.hold(first);
    gate.hold(second);
    expect(gate.release({ isCommitted: false })).toEqual([first]);
    gate.noteStop(first);
    gate.hold(first);
    expect(gate.release({ isCommitted: false })).toEqual([]);
  });
});
