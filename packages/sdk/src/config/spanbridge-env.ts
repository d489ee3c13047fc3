import { PROVISIONAL_STRATEGIES, type ProvisionalStrategy } from '@spanbridge/core';
import { EVENT_TARGETS, type EventTarget } from '../provisional/span-event-records.js';
import { parseDurationMs } from './duration.js';
import { type Environment, EnvReader, type Parsed, parseWord } from './env-reader.js';

const EXPORTERS = ['otlp', 'stock', 'console', 'none', 'otlp/stdout'] as const;

/** What the `SPANBRIDGE_*` variables of `register()` say, for programs that name no options; undefined is "not set". */
export interface SpanbridgeConfig {
  readonly exporter: (typeof EXPORTERS)[number] | undefined;
  readonly provisional: ProvisionalStrategy | undefined;
  readonly provisionalMinAgeMs: number | undefined;
  readonly crashFile: string | undefined;
  readonly spool: string | undefined;
  readonly events: EventTarget | undefined;
  readonly shutdownTimeoutMs: number | undefined;
  readonly commandArgs: boolean;
  /** One sentence for each value that was ignored. */
  readonly warnings: readonly string[];
}

/** The variables that {@link readSpanbridgeConfig} reads. */
export const REGISTER_VARIABLES: readonly string[] = [
  'SPANBRIDGE_EXPORTER',
  'SPANBRIDGE_PROVISIONAL',
  'SPANBRIDGE_PROVISIONAL_MIN_AGE',
  'SPANBRIDGE_CRASH_FILE',
  'SPANBRIDGE_SPOOL',
  'SPANBRIDGE_EVENTS',
  'SPANBRIDGE_SHUTDOWN_TIMEOUT',
  'SPANBRIDGE_COMMAND_ARGS',
];

/** Reads the variables of ours that stand for options of `register()`. */
export function readSpanbridgeConfig(env: Environment): SpanbridgeConfig {
  const reader = new EnvReader(env);
  const word = <W extends string>(name: string, words: readonly W[], fallback: string): W | undefined =>
    reader.read([name], (text) => parseWord(text, words, fallback));
  return Object.freeze({
    exporter: word('SPANBRIDGE_EXPORTER', EXPORTERS, 'otlp'),
    provisional: word('SPANBRIDGE_PROVISIONAL', PROVISIONAL_STRATEGIES, 'hold'),
    provisionalMinAgeMs: reader.read(['SPANBRIDGE_PROVISIONAL_MIN_AGE'], parseDuration),
    crashFile: reader.text('SPANBRIDGE_CRASH_FILE'),
    spool: reader.text('SPANBRIDGE_SPOOL'),
    events: word('SPANBRIDGE_EVENTS', EVENT_TARGETS, 'spans'),
    shutdownTimeoutMs: reader.read(['SPANBRIDGE_SHUTDOWN_TIMEOUT'], parseDuration),
    commandArgs: reader.isTrue('SPANBRIDGE_COMMAND_ARGS'),
    warnings: reader.warnings,
  });
}

function parseDuration(text: string): Parsed<number> {
  const durationMs = parseDurationMs(text);
  if (durationMs !== undefined && durationMs < 2 ** 31) return { value: durationMs };
  return { problem: `"${text}" is not a duration such as 500ms, 5s or 1m. The default is used.` };
}
