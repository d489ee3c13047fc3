import { laterFlags, laterNames, refuseLater } from '../../src/config/later-options.js';
import { COMMAND_NAMES, COMMAND_OPTIONS } from '../../src/config/option-tables.js';
import { kebabName } from '../../src/config/option-spec.js';

describe('options of later versions', () => {
  it('are never options of this version as well', () => {
    for (const command of COMMAND_NAMES) {
      const present = Object.keys(COMMAND_OPTIONS[command]).map(kebabName);
      expect(laterNames(command).filter((name) => present.includes(name))).toEqual([]);
    }
  });

  it('are flags that the parser knows, with or without a value', () => {
    expect(laterFlags('dev')).toEqual(['--store [FILE]', '--forward [URL]']);
  });

  it('says what to do instead', () => {
    expect(() => refuseLater('dev', 'forward', '--forward')).toThrow(
      '--forward is not in this version of spanbridge. Give ship several --endpoint options instead.',
    );
  });
});
