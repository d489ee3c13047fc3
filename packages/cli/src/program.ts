import { Command, Option } from 'commander';
import { laterFlags, laterNames, refuseLater } from './config/later-options.js';
import { kebabName, type OptionSpec, type OptionTable, variableName } from './config/option-spec.js';
import { didYouMean } from './config/nearest.js';
import { COMMAND_NAMES, COMMAND_OPTIONS, type CommandName } from './config/option-tables.js';
import type { FlagValues } from './config/settings.js';
import { cliError } from './errors.js';
import { COMMAND_HELP, GROUP_HELP, PROGRAM_HELP } from './help-text.js';

/** Help is laid out for the narrowest common terminal, so that it reads the same everywhere and in documents. */
const HELP_COLUMNS = 80;

/** What the program does with what was parsed. */
export interface ProgramActions {
  /** Runs a command. */
  readonly run: (command: CommandName, inputs: readonly string[], flags: FlagValues) => Promise<void>;
  readonly writeOut: (text: string) => void;
}

/** The definitions of all commands. Parsing throws a `CommanderError`; only the help and the version are written. */
export function buildProgram(version: string, actions: ProgramActions): Command {
  const program = new Command('spanbridge')
    .description(PROGRAM_HELP.about)
    .version(version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help; `spanbridge COMMAND --help` that of a command.')
    .helpCommand(false)
    .usage('<command> [options]')
    .addHelpText('after', `\n${PROGRAM_HELP.after}`)
    .exitOverride()
    .configureHelp({ helpWidth: HELP_COLUMNS, subcommandTerm: (command) => command.name() })
    .configureOutput({ writeOut: actions.writeOut, writeErr: () => undefined, outputError: () => undefined });
  for (const name of COMMAND_NAMES) defineCommand(parentOf(program, name), name, actions);
  return program;
}

/** The command below which another is defined: the program, or the group that its first word names. */
function parentOf(program: Command, name: CommandName): Command {
  const [first = '', second] = name.split(' ');
  if (second === undefined) return program;
  return program.commands.find((command) => command.name() === first) ?? defineGroup(program, first);
}

function defineGroup(program: Command, word: string): Command {
  const help = GROUP_HELP[word];
  const group = program
    .command(word)
    .summary(help?.summary ?? '')
    .description(help?.about ?? '')
    .helpOption('-h, --help', `Print this help; "spanbridge ${word} ACTION --help" that of an action.`)
    .helpCommand(false)
    .usage('<action> [options]')
    .argument('[ACTION...]')
    .addHelpText('after', `\n${help?.after ?? ''}`);
  group.configureHelp({ ...group.configureHelp(), visibleArguments: () => [] });
  return group.action(() => {
    const actions = group.commands.map((command) => command.name());
    const given = group.args[0];
    const what = given === undefined ? `${word} needs an action` : `unknown action "${given}" of ${word}`;
    throw cliError('UNKNOWN_COMMAND', `${what}; there are: ${actions.join(', ')}.${didYouMean(given ?? '', actions)}`);
  });
}

function defineCommand(parent: Command, name: CommandName, actions: ProgramActions): void {
  const help = COMMAND_HELP[name];
  const command = parent
    .command(name.split(' ').at(-1) ?? name)
    .summary(help.summary)
    .description(help.about)
    .helpOption('-h, --help', 'Print this help.')
    .addHelpText('after', `\n${help.after}`);
  if (help.inputs !== undefined) command.argument(help.inputs.argument, help.inputs.about);
  for (const [option, spec] of Object.entries(COMMAND_OPTIONS[name] as OptionTable)) {
    command.addOption(toOption(option, spec));
  }
  for (const flags of laterFlags(name)) command.addOption(new Option(flags).hideHelp());
  command.action(async () => {
    const flags = command.opts<Record<string, string | string[] | boolean | undefined>>();
    for (const later of laterNames(name)) {
      if (command.getOptionValueSource(camelName(later)) !== undefined) refuseLater(name, later, `--${later}`);
    }
    await actions.run(name, command.args, flags);
  });
}

function toOption(name: string, spec: OptionSpec): Option {
  const flag = `${spec.short === undefined ? '' : `-${spec.short}, `}--${kebabName(name)}`;
  const option = new Option(spec.argument === undefined ? flag : `${flag} <${spec.argument}>`, describe(name, spec));
  if (spec.kind !== 'urls' && spec.kind !== 'headers' && spec.kind !== 'attributes') return option;
  return option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

/** The right column of the help: what the option is for, its default, its variable. */
function describe(name: string, spec: OptionSpec): string {
  const fallback = spec.kind === 'flag' ? 'off' : (spec.fallback ?? 'none');
  return `${spec.about}\n(default ${fallback}; ${variableName(name)})`;
}

/** The name under which the parser keeps an option: `pending-timeout` → `pendingTimeout`. */
function camelName(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
