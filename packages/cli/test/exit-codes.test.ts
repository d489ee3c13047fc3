import { exitCodeOfInterrupt, signalExitCode } from '../src/exit-codes.js';

describe('exit codes of signals', () => {
  it('are 128 and the number of the signal', () => {
    expect(signalExitCode('SIGINT')).toBe(130);
    expect(signalExitCode('SIGTERM')).toBe(143);
  });

  it('come from the reason of the interrupt', () => {
    expect(exitCodeOfInterrupt(AbortSignal.abort('SIGTERM'))).toBe(143);
    expect(exitCodeOfInterrupt(AbortSignal.abort('SIGINT'))).toBe(130);
    expect(exitCodeOfInterrupt(new AbortController().signal)).toBeUndefined();
  });
});
