import { isSpanbridgeError } from '@spanbridge/core';
import { CommanderError } from 'commander';
import { demo } from './commands/demo.js';
import { dev } from './commands/dev.js';
import { doctor } from './commands/doctor.js';
import { run } from './commands/run.js';
import { ship } from './commands/ship.js';
import { spoolExport } from './commands/spool-export.js';
import { spoolLs } from './commands/spool-ls.js';
import { spoolReplay } from './commands/spool-replay.js';
import { view } from './commands/view.js';
import { didYouMean } from './config/nearest.js';
import { type CommandName, FIRST_WORDS } from './config/option-tables.js';
import { type FlagValues, resolveSettings, type SettingsSources } from './config/settings.js';
import { cliError } from './errors.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Host } from './host.js';
import { packageFacts } from './package-root.js';
import { buildProgram } from './program.js';

/** Words that the program itself answers; anything else that begins with a dash is an option of `dev`. */
const PROGRAM_FLAGS = ['-h', '--help', '-V', '--version'];

/**
 * Runs one command line and answers its exit code. Never throws: wrong usage is one line on stderr and code 2.
 *
 * @param args - the arguments without the names of the program
 */
export async function runCommandLine(args: readonly string[], host: Host): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram(packageFacts().version, {
    run: async (command, inputs, flags) => {
      code = await runCommand({ command, inputs, flags }, host);
    },
    writeOut: (text) => {
      host.output.result(text);
    },
  });
  try {
    await program.parseAsync(withCommand(args), { from: 'user' });
    return code;
  } catch (error) {
    return tellError(error, host);
  }
}

/** The arguments with a command in front: bare `spanbridge`, also with options, is `dev`. */
function withCommand(args: readonly string[]): readonly string[] {
  const first = args[0];
  if (first === undefined || (first.startsWith('-') && !PROGRAM_FLAGS.includes(first))) return ['dev', ...args];
  if (first.startsWith('-') || FIRST_WORDS.includes(first)) return args;
  if (first === 'help') return [...args.slice(1), '--help'];
  const known = `this version has: ${FIRST_WORDS.join(', ')}.${didYouMean(first, FIRST_WORDS)}`;
  throw cliError('UNKNOWN_COMMAND', `unknown command "${first}"; ${known}`);
}

interface CommandCall {
  readonly command: CommandName;
  readonly inputs: readonly string[];
  readonly flags: FlagValues;
}

async function runCommand({ command, inputs, flags }: CommandCall, host: Host): Promise<number> {
  const { env, workingDirectory, output } = host;
  const sources: SettingsSources = {
    flags,
    env,
    workingDirectory,
    warn: (message) => {
      output.talk(`spanbridge: ${message}`);
    },
  };
  switch (command) {
    case 'ship':
      return ship(inputs, await resolveSettings('ship', sources), host);
    case 'view':
      return view(inputs, await resolveSettings('view', sources), host);
    case 'spool ls':
      return spoolLs(directoryOf(inputs), await resolveSettings('spool ls', sources), host);
    case 'spool replay':
      return spoolReplay(directoryOf(inputs), await resolveSettings('spool replay', sources), host);
    case 'spool export':
      return spoolExport(directoryOf(inputs), await resolveSettings('spool export', sources), host);
    case 'dev':
      return dev(await resolveSettings('dev', sources), host);
    case 'demo':
      return demo(await resolveSettings('demo', sources), host);
    case 'doctor':
      return doctor(await resolveSettings('doctor', sources), host);
    case 'run':
      return run(inputs, await resolveSettings('run', sources), host);
  }
}

/** The parser has made sure that there is one. */
function directoryOf(inputs: readonly string[]): string {
  return inputs[0] ?? '';
}

function tellError(error: unknown, { output }: Host): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version come as "errors" of code 0; they were written already.
    if (error.exitCode === 0) return EXIT.done;
    output.talk(`spanbridge: ${usageText(error.message)} \`spanbridge --help\` lists commands and options.`);
    return EXIT.usage;
  }
  if (isSpanbridgeError(error)) {
    // Several mistakes are told in lines below one another; the indent keeps them apart from lines of other programs.
    const [first, ...others] = error.message.split('\n');
    output.talk(`spanbridge: ${first ?? ''}`);
    for (const line of others) output.talk(`  ${line}`);
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.talk('spanbridge: This is a bug. Please report it with the lines below.');
  for (const line of text.split('\n')) output.talk(line);
  return EXIT.incomplete;
}

/** The parser's message as a sentence in one line. */
function usageText(message: string): string {
  const text = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return /[.)?!]$/.test(text) ? text : `${text}.`;
}
