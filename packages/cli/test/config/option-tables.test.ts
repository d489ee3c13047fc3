import { COMMAND_NAMES, COMMAND_OPTIONS, FIRST_WORDS } from '../../src/config/option-tables.js';
import type { OptionSpec } from '../../src/config/option-spec.js';

const ALL = COMMAND_NAMES.flatMap((command) => Object.entries<OptionSpec>(COMMAND_OPTIONS[command]));

describe('COMMAND_OPTIONS', () => {
  it('has the commands of this version', () => {
    expect(COMMAND_NAMES).toEqual([
      'ship',
      'view',
      'spool ls',
      'spool replay',
      'spool export',
      'dev',
      'demo',
      'doctor',
      'run',
    ]);
    expect(FIRST_WORDS).toEqual(['ship', 'view', 'spool', 'dev', 'demo', 'doctor', 'run']);
  });

  it.each(ALL)('%s has a placeholder and a default, unless it is a flag', (_, spec) => {
    expect(spec.argument === undefined).toBe(spec.kind === 'flag');
    expect(spec.fallback === undefined).toBe(spec.kind === 'flag');
  });

  it.each(ALL.filter(([, { kind }]) => kind === 'choice'))('%s has its words', (_, spec) => {
    expect(spec.choices?.length).toBeGreaterThan(1);
  });
});
