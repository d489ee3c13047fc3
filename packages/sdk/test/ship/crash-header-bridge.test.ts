import { createCrashHeaderBridge } from '../../src/ship/crash-header-bridge.js';

describe('the first line of a crash file, read as a record', () => {
  it('is turned away, and the remedy said', () => {
    const bridge = createCrashHeaderBridge();
    expect(bridge.recognises({ 'spanbridge.crash': 1 })).toBe(true);
    expect(bridge.recognises({ message: 'x' })).toBe(false);
    expect(bridge.read({ 'spanbridge.crash': 1 })).toEqual({
      status: 'rejected',
      reason: 'invalid-shape',
      detail: 'a crash file is read whole: ship it without --follow and --checkpoint',
    });
  });
});
