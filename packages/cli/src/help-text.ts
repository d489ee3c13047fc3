import type { CommandName } from './config/option-tables.js';

/** The words of the help of one command. */
export interface CommandHelp {
  /** One line in the list of commands. */
  readonly summary: string;
  readonly about: string;
  readonly inputs?: { readonly argument: string; readonly about: string };
  /** Examples and remarks below the options; its lines stand as they are, in 80 columns. */
  readonly after: string;
}

/** The words of `spanbridge --help`. */
export const PROGRAM_HELP = {
  about: 'Turns foreign trace records into OpenTelemetry spans, delivers them over OTLP, and shows them.',
  after: `Without a command, spanbridge runs dev.

Every option is also an environment variable (SPANBRIDGE_RETRY_FOR=1m) and a
key in spanbridge.yaml (retry-for: 1m). Flags win over SPANBRIDGE_ variables,
those over OTEL_ variables, those over the file.

Examples:
  spanbridge demo                     see it work with bundled records
  spanbridge ship app.jsonl           send the records of a program to a backend
  spanbridge view app.jsonl           draw them here, without any backend`,
} as const;

const RECORD_FILES = 'Files or globs; - reads stdin.';

const SPOOL_DIRECTORY = {
  argument: '<DIR>',
  about: 'The directory of --spool, or of --checkpoint: then its outbox is meant.',
} as const;

/** The words of the help of commands that have actions, by their first word. */
export const GROUP_HELP: Readonly<Record<string, Omit<CommandHelp, 'inputs'>>> = {
  spool: {
    summary: 'Look into a spool, send what it holds, or write it as OTLP JSON.',
    about: 'What runs of ship could not deliver and keep on the disk.',
    after: `Examples:
  spanbridge spool ls /var/spool/shop
  spanbridge spool replay /var/spool/shop --endpoint http://127.0.0.1:4318
  spanbridge spool export /var/spool/shop --out spans.jsonl`,
  },
};

/** The words of the help of every command. */
export const COMMAND_HELP: Readonly<Record<CommandName, CommandHelp>> = {
  ship: {
    summary: 'Send trace records to an OTLP backend as spans.',
    about: 'Reads trace records, turns them into OpenTelemetry spans and delivers them over OTLP/HTTP.',
    inputs: { argument: '[INPUT...]', about: `${RECORD_FILES} Default: stdin, when it is no terminal.` },
    after: `The variables OTEL_EXPORTER_OTLP_[TRACES_]ENDPOINT, _HEADERS, _PROTOCOL,
_COMPRESSION, _TIMEOUT, _CERTIFICATE, _CLIENT_KEY, _CLIENT_CERTIFICATE,
OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES
are honoured; SPANBRIDGE_ variables win over them. A DURATION is a number with
ms, s, m, h or d.

With --follow or --checkpoint files are read line by line, and a run that is
killed at any moment goes on where it stood: nothing is lost, and what is sent
again is equal to the byte.

Exit codes: 0 done; 1 spans were refused or dropped, or with --strict records
rejected; 2 wrong usage, nothing was sent; 3 backend not reachable, the rest is
safe in the input, the checkpoint or the spool; 130 or 143 after SIGINT or
SIGTERM, a second one ends at once.

Examples:
  spanbridge ship app.jsonl --service shop
  spanbridge ship 'logs/*.jsonl' --endpoint https://otlp.example.com \\
    --header 'authorization=Bearer TOKEN' --compression gzip
  spanbridge ship --follow 'logs/*.jsonl' --provisional marker
  python app.py | spanbridge ship - --spool /var/spool/shop
  spanbridge ship app.jsonl --dry-run --json`,
  },
  'spool ls': {
    summary: 'Show what a spool holds, and who lacks it.',
    about:
      'Shows the segments of a spool, what is damaged, and what each destination has not acknowledged. Changes ' +
      'nothing, and works while a run has the spool open.',
    inputs: SPOOL_DIRECTORY,
    after: `A destination appears once it has acknowledged something. To any other,
everything that is kept is pending.

Exit codes: 0 shown; 2 the directory is no spool.

Examples:
  spanbridge spool ls /var/spool/shop
  spanbridge spool ls /var/spool/shop --json`,
  },
  'spool replay': {
    summary: 'Send what a spool holds.',
    about: 'Sends the spans of a spool that the endpoint has not acknowledged. What has arrived is not sent again.',
    inputs: SPOOL_DIRECTORY,
    after: `Spans go once every destination that the spool knows has them: those named
here, and those that have acknowledged something and lack the rest.

The variables OTEL_EXPORTER_OTLP_[TRACES_]ENDPOINT, _HEADERS, _PROTOCOL,
_COMPRESSION, _TIMEOUT, _CERTIFICATE, _CLIENT_KEY and _CLIENT_CERTIFICATE are
honoured.

Exit codes: 0 done; 1 spans were refused, or dropped because they are damaged;
2 wrong usage, no spool, or another process has it open; 3 backend not
reachable, the rest stays in the spool; 130 or 143 after SIGINT or SIGTERM.

Examples:
  spanbridge spool replay /var/spool/shop
  spanbridge spool replay /var/spool/shop --endpoint https://otlp.example.com \\
    --header 'authorization=Bearer TOKEN' --retry-for 10m`,
  },
  'spool export': {
    summary: 'Write what a spool holds as OTLP JSON lines.',
    about:
      'Writes the spans of a spool that some destination lacks as OTLP JSON, one TracesData for each record of the ' +
      'spool. Changes nothing, reads what can be read of a damaged spool, and works while a run has it open.',
    inputs: SPOOL_DIRECTORY,
    after: `Exit codes: 0 done; 1 something is damaged and not in the output; 2 wrong
usage, no spool, or the file cannot be written.

Examples:
  spanbridge spool export /var/spool/shop --out spans.jsonl
  spanbridge spool export ~/.local/state/spanbridge/0123456789abcdef |
    spanbridge view -`,
  },
  view: {
    summary: 'Draw traces as waterfalls, in the terminal or as one HTML page.',
    about: 'Draws the traces of record files and OTLP JSON files as waterfalls. Needs no backend.',
    inputs: { argument: '<INPUT...>', about: RECORD_FILES },
    after: `Colours are used on a terminal only, and never when NO_COLOR is set.

Exit codes: 0 drawn; 1 there is no such trace; 2 wrong usage.

Examples:
  spanbridge view app.jsonl
  spanbridge view app.jsonl --trace fee2 --events
  spanbridge view app.jsonl --html trace.html
  python app.py | spanbridge view -`,
  },
  dev: {
    summary: 'Start the local backend: OTLP in, traces on a page.',
    about: 'Starts a local backend that takes OTLP over HTTP, keeps the traces in memory and shows them on a page.',
    after: `Ends with Ctrl-C; the traces are gone then.

Exit codes: 2 wrong usage, or the port is taken; 130 or 143 after SIGINT or
SIGTERM.

Examples:
  spanbridge dev
  spanbridge dev --port 14318
  SPANBRIDGE_TOKEN=secret spanbridge dev --host 0.0.0.0`,
  },
  demo: {
    summary: 'Start the local backend, ship sample records, show one trace.',
    about: 'Starts the local backend, ships bundled sample records into it and shows one trace.',
    after: `The samples are __tracer_meta__ JSON lines as Python programs write them.

Exit codes: 0 shown (--once); 1 spans were refused; 2 wrong usage, or the port
that was asked for is taken; 3 the backend did not answer; 130 or 143 after
SIGINT or SIGTERM.

Examples:
  spanbridge demo
  spanbridge demo --once`,
  },
  doctor: {
    summary: 'Say what is wrong with a set-up.',
    about:
      'Looks at Node, the packages of the program in this folder, the endpoint and its name, sends one probe span ' +
      'and reads it back.',
    after: `The variables OTEL_EXPORTER_OTLP_[TRACES_]ENDPOINT, _HEADERS, _PROTOCOL,
_TIMEOUT, _CERTIFICATE, _CLIENT_KEY and _CLIENT_CERTIFICATE are honoured, so
run it where the program runs. The span is called "probe", its service
"spanbridge-doctor".

Exit codes: 0 nothing is wrong; 1 something is; 2 wrong usage; 3 a span cannot
be delivered; 130 or 143 after SIGINT or SIGTERM.

Examples:
  spanbridge doctor
  spanbridge doctor --endpoint http://collector:4318`,
  },
  run: {
    summary: 'Run a program with its traces going to the local backend.',
    about:
      'Runs a program with the variables of OpenTelemetry pointing at the local backend, which is started unless one ' +
      'answers already, and shows the trace of the run at its end.',
    inputs: { argument: '<COMMAND...>', about: 'The program and its arguments, after --.' },
    after: `The program becomes a span of its own, and the parent of what it traces
(TRACEPARENT). Running spans are shown while they run (SPANBRIDGE_PROVISIONAL
is set to marker unless it is set). Streams are those of the program; what
spanbridge has to say goes to stderr.

Exit codes: that of the program; 128 and its number after a signal; 126 it
cannot be run; 127 there is no such program; 2 wrong usage.

Examples:
  spanbridge run -- node app.js
  spanbridge run --register --service shop -- node app.js
  spanbridge run --keep -- npm test`,
  },
};
