import { bridgesFor } from '../../src/ship/detect-format.js';
import type { ShipFormat } from '../../src/ship/ship-options.js';

describe('bridgesFor', () => {
  it('auto asks every bridge of this version', () => {
    expect(bridgesFor('auto', 'spanbridge').map((bridge) => bridge.format)).toEqual(['tracer-meta', 'crash']);
    expect(bridgesFor('crash', 'spanbridge').map((bridge) => bridge.format)).toEqual(['crash']);
  });

  it('refuses a format that this version does not read and lists those that it does', () => {
    expect(() => bridgesFor('mplp' as ShipFormat, 'spanbridge')).toThrow(
      'The format "mplp" is not read by this version. Use one of: auto, tracer-meta, crash.',
    );
  });
});
