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

  it('knows the long and the short flag of following', () => {
    expect(laterFlags('ship')).toContain('-f, --follow');
  });

  it('says what to do instead', () => {
    expect(() => refuseLater('ship', 'follow', '--follow')).toThrow(
      '--follow is not in this version of spanbridge. ship reads its inputs once, from the start to the end. ' +
        'Run it again when the file is complete.',
    );
  });
});
