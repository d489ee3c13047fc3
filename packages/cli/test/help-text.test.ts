import { COMMAND_NAMES, COMMAND_OPTIONS } from '../src/config/option-tables.js';
import { kebabName } from '../src/config/option-spec.js';
import { COMMAND_HELP, GROUP_HELP, PROGRAM_HELP } from '../src/help-text.js';

describe('COMMAND_HELP', () => {
  it.each(COMMAND_NAMES)('of %s names no option that the command does not have', (command) => {
    const options = Object.keys(COMMAND_OPTIONS[command]).map(kebabName);
    const named = [...COMMAND_HELP[command].after.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name);
    expect(named.filter((name) => !options.includes(name ?? ''))).toEqual([]);
  });

  it.each(COMMAND_NAMES)('of %s has its exit codes and examples', (command) => {
    expect(COMMAND_HELP[command].after).toMatch(/Exit codes: [\s\S]*Examples:\n {2}spanbridge/);
  });
});

describe('PROGRAM_HELP', () => {
  it('has examples of commands that there are', () => {
    const commands = [...PROGRAM_HELP.after.matchAll(/^ {2}spanbridge (\w+)/gm)].map(([, command]) => command);
    expect(commands).toEqual(['demo', 'ship', 'view']);
    expect(COMMAND_NAMES).toEqual(expect.arrayContaining(commands));
  });
});

describe('GROUP_HELP', () => {
  it('is there for every command with actions, with an example of each', () => {
    const groups = new Map<string, string[]>();
    for (const name of COMMAND_NAMES) {
      const [first = '', second] = name.split(' ');
      if (second !== undefined) groups.set(first, [...(groups.get(first) ?? []), second]);
    }
    expect([...groups.keys()]).toEqual(Object.keys(GROUP_HELP));
    for (const [word, actions] of groups) {
      const examples = [...(GROUP_HELP[word]?.after ?? '').matchAll(/^ {2}spanbridge \w+ (\w+)/gm)];
      expect(examples.map(([, action]) => action)).toEqual(actions);
    }
  });
});
