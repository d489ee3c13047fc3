import { PROVISIONAL_STRATEGIES } from '@spanbridge/core';
import { SHIP_FORMATS } from '@spanbridge/sdk';
import { BACKEND_PORT } from '../backend-port.js';
import type { OptionTable } from './option-spec.js';

/** The longest wait: what the timers of Node can count, 2^31 − 1 ms, cut to whole days. */
const WAIT_MAX_MS = 24 * 86_400_000;

const FORMAT = {
  kind: 'choice',
  argument: 'NAME',
  choices: SHIP_FORMATS,
  about: `${SHIP_FORMATS.join(' or ')}; auto decides for each record by its shape.`,
  fallback: 'auto',
} as const;

const CONFIG = {
  kind: 'text',
  argument: 'FILE',
  about: 'Configuration file in YAML.',
  fallback: './spanbridge.yaml',
} as const;

/** Options of `ship`. */
export const SHIP_OPTIONS = {
  format: FORMAT,
  endpoint: {
    kind: 'urls',
    argument: 'URL',
    about:
      'Where the spans go; repeat it for several backends. Without a path it is a base and gets /v1/traces; ' +
      'with a path it stands as it is.',
    fallback: 'http://127.0.0.1:4318',
  },
  header: {
    kind: 'headers',
    argument: 'K=V',
    about: 'HTTP header of every request; repeatable.',
    fallback: 'none',
  },
  protocol: {
    kind: 'choice',
    argument: 'NAME',
    choices: ['http/protobuf', 'http/json'],
    about: 'http/protobuf or http/json.',
    fallback: 'http/protobuf',
  },
  compression: {
    kind: 'choice',
    argument: 'NAME',
    choices: ['none', 'gzip'],
    about: 'none or gzip.',
    fallback: 'none',
  },
  certificate: {
    kind: 'text',
    argument: 'FILE',
    about: 'Certificate of the authority that signed the certificate of the backend, in PEM.',
    fallback: 'the authorities that Node knows',
  },
  clientKey: { kind: 'text', argument: 'FILE', about: 'Key of the client certificate, in PEM.', fallback: 'none' },
  clientCertificate: {
    kind: 'text',
    argument: 'FILE',
    about: 'Certificate that this client shows, in PEM.',
    fallback: 'none',
  },
  service: { kind: 'text', argument: 'NAME', about: 'service.name of the spans.', fallback: 'unknown_service' },
  resource: {
    kind: 'attributes',
    argument: 'K=V',
    about: 'Resource attribute of the spans; repeatable.',
    fallback: 'none',
  },
  namespace: {
    kind: 'text',
    argument: 'NAME',
    about: 'Keeps ids that are derived from foreign ids apart from those of other systems.',
    fallback: 'spanbridge',
  },
  dryRun: { kind: 'flag', about: 'Decode and print the spans, send nothing.' },
  strict: { kind: 'flag', about: 'Exit 1 when any record was rejected.' },
  deadLetter: {
    kind: 'text',
    argument: 'FILE',
    about: 'Append rejected records and refused spans to this file, whole, one JSON object per line.',
    fallback: 'none',
  },
  follow: {
    kind: 'flag',
    short: 'f',
    about:
      'Go on reading what is added, through rotation, and wait for files that are not there yet; Ctrl-C ends. ' +
      'The next run goes on where this one stood.',
  },
  fromStart: { kind: 'flag', about: 'Read a file that no checkpoint knows from its start. This is the default.' },
  fromEnd: { kind: 'flag', about: 'Read of a file that no checkpoint knows only what is added.' },
  checkpoint: {
    kind: 'text',
    argument: 'DIR',
    about:
      'Keep here how far the inputs were read, spans without an end, and spans on their way out; the next run goes ' +
      'on there.',
    fallback: 'none; with --follow a directory in ~/.local/state/spanbridge',
  },
  spool: {
    kind: 'text',
    argument: 'DIR',
    about: 'Keep here what cannot be delivered; the next run with it, or spool replay, sends it.',
    fallback: 'none',
  },
  pendingTimeout: {
    kind: 'duration',
    argument: 'DURATION',
    about: 'Silence after which a span without an end leaves as it is; 0 is never.',
    fallback: '1h with --follow, else never',
    min: 0,
    max: WAIT_MAX_MS,
  },
  provisional: {
    kind: 'choice',
    argument: 'STRATEGY',
    choices: PROVISIONAL_STRATEGIES,
    about:
      'What is sent of a span before it ends. hold: nothing. marker: after a while a child without length. ' +
      'anchor: at once a span without length under its id, its end beside it. log: log records.',
    fallback: 'hold',
  },
  provisionalMinAge: {
    kind: 'duration',
    argument: 'DURATION',
    about: 'How long a span has run when its marker or its first log record leaves.',
    fallback: '5s',
    min: 0,
    max: WAIT_MAX_MS,
  },
  provisionalHeartbeat: {
    kind: 'duration',
    argument: 'DURATION',
    about: 'From one log record of a running span to the next, with the strategy log.',
    fallback: '5s',
    min: 100,
    max: WAIT_MAX_MS,
  },
  logsEndpoint: {
    kind: 'logsUrl',
    argument: 'URL',
    about:
      'Where the log records of the strategy log go. Without a path it is a base and gets /v1/logs; with a path it ' +
      'stands as it is.',
    fallback: '/v1/logs beside the /v1/traces of each endpoint',
  },
  verify: { kind: 'flag', about: 'Read the traces back from the backend and compare them span by span.' },
  verifyBackend: {
    kind: 'text',
    argument: 'URL',
    about: 'Where to read them back: the query address of Jaeger, Tempo or the local backend.',
    fallback: 'found from the endpoint',
  },
  retryFor: {
    kind: 'duration',
    argument: 'DURATION',
    about: 'How long a backend that cannot be reached is tried again.',
    fallback: '30s; with --follow without end',
    min: 0,
    max: WAIT_MAX_MS,
  },
  timeout: {
    kind: 'duration',
    argument: 'DURATION',
    about: 'Deadline of one request.',
    fallback: '10s',
    min: 1,
    max: WAIT_MAX_MS,
  },
  batchSize: {
    kind: 'count',
    argument: 'N',
    about: 'Spans in one request at most.',
    fallback: '512',
    min: 1,
    max: 100_000,
  },
  concurrency: {
    kind: 'count',
    argument: 'N',
    about: 'Requests in flight at most.',
    fallback: '4',
    min: 1,
    max: 256,
  },
  json: { kind: 'flag', about: 'One JSON object per line on stdout; the last is the summary.' },
  quiet: { kind: 'flag', about: 'No progress on stderr, no hint where to look.' },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `spool ls`. */
export const SPOOL_LS_OPTIONS = {
  json: { kind: 'flag', about: 'One JSON object per line on stdout: segments, destinations, and last the spool.' },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `spool replay`: those of `ship` that say where spans go and how. */
export const SPOOL_REPLAY_OPTIONS = {
  endpoint: SHIP_OPTIONS.endpoint,
  header: SHIP_OPTIONS.header,
  protocol: SHIP_OPTIONS.protocol,
  compression: SHIP_OPTIONS.compression,
  certificate: SHIP_OPTIONS.certificate,
  clientKey: SHIP_OPTIONS.clientKey,
  clientCertificate: SHIP_OPTIONS.clientCertificate,
  deadLetter: { ...SHIP_OPTIONS.deadLetter, about: 'Append refused spans to this file, one JSON object per line.' },
  retryFor: { ...SHIP_OPTIONS.retryFor, fallback: '30s' },
  timeout: SHIP_OPTIONS.timeout,
  batchSize: SHIP_OPTIONS.batchSize,
  concurrency: SHIP_OPTIONS.concurrency,
  json: SHIP_OPTIONS.json,
  quiet: { kind: 'flag', about: 'No progress on stderr.' },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `spool export`. */
export const SPOOL_EXPORT_OPTIONS = {
  out: { kind: 'text', argument: 'FILE', about: 'Where the lines go; - is stdout.', fallback: 'stdout' },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `view`. */
export const VIEW_OPTIONS = {
  trace: {
    kind: 'text',
    argument: 'ID',
    about: 'Only this trace; the first digits do when they are unique.',
    fallback: 'all, the first 10 in text',
  },
  html: {
    kind: 'text',
    argument: 'FILE',
    about: 'Write one self-contained page instead; - is stdout.',
    fallback: 'none',
  },
  markdown: { kind: 'flag', about: 'Write Markdown: a table of facts and the waterfall of each trace.' },
  events: { kind: 'flag', about: 'A line for each event below its span.' },
  width: {
    kind: 'count',
    argument: 'N',
    about: 'Columns to draw in.',
    fallback: 'COLUMNS, the terminal, or 80',
    min: 40,
    max: 1000,
  },
  format: FORMAT,
  config: CONFIG,
} as const satisfies OptionTable;

const PORT = { kind: 'count', argument: 'N', min: 0, max: 65_535 } as const;

/** Options of `dev`. */
export const DEV_OPTIONS = {
  port: { ...PORT, about: 'Port to listen on; 0 takes a free one.', fallback: String(BACKEND_PORT) },
  host: {
    kind: 'text',
    argument: 'ADDRESS',
    about: 'Address to listen on. Any but loopback needs --token.',
    fallback: '127.0.0.1',
  },
  token: {
    kind: 'text',
    argument: 'TEXT',
    about: 'Secret that clients must show. The variable keeps it out of process lists.',
    fallback: 'none',
  },
  allowOrigin: {
    kind: 'text',
    argument: 'ORIGINS',
    about: 'Origins of web pages that may send OTLP here, separated by commas.',
    fallback: 'none',
  },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `demo`. */
export const DEMO_OPTIONS = {
  once: { kind: 'flag', about: 'End after the samples are shown, instead of serving until Ctrl-C.' },
  port: {
    ...PORT,
    about: 'Port to listen on; 0 takes a free one.',
    fallback: `${BACKEND_PORT}; if taken, a free one`,
  },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `doctor`: those of `ship` that say where spans go and how. */
export const DOCTOR_OPTIONS = {
  endpoint: { ...SHIP_OPTIONS.endpoint, about: 'What is examined; as for ship. Repeatable.' },
  header: SHIP_OPTIONS.header,
  protocol: SHIP_OPTIONS.protocol,
  certificate: SHIP_OPTIONS.certificate,
  clientKey: SHIP_OPTIONS.clientKey,
  clientCertificate: SHIP_OPTIONS.clientCertificate,
  verifyBackend: { ...SHIP_OPTIONS.verifyBackend, about: 'Query address at which the probe span is read back.' },
  timeout: SHIP_OPTIONS.timeout,
  json: { kind: 'flag', about: 'One JSON object per finding on stdout; the last is the verdict.' },
  config: CONFIG,
} as const satisfies OptionTable;

/** Options of `run`. */
export const RUN_OPTIONS = {
  service: {
    kind: 'text',
    argument: 'NAME',
    about: 'service.name of the program.',
    fallback: 'the name of the command',
  },
  port: {
    ...PORT,
    about: 'Port of the local backend; 0 takes a free one.',
    fallback: `${BACKEND_PORT}; if taken by another program, a free one`,
  },
  register: { kind: 'flag', about: 'Register spanbridge as the tracer provider of Node programs (NODE_OPTIONS).' },
  keep: { kind: 'flag', about: 'Keep the page after the program has ended, until Ctrl-C.' },
  quiet: { kind: 'flag', about: 'Say nothing about the traces.' },
  config: CONFIG,
} as const satisfies OptionTable;

/** Every command of this version with its options. */
export const COMMAND_OPTIONS = {
  ship: SHIP_OPTIONS,
  view: VIEW_OPTIONS,
  'spool ls': SPOOL_LS_OPTIONS,
  'spool replay': SPOOL_REPLAY_OPTIONS,
  'spool export': SPOOL_EXPORT_OPTIONS,
  dev: DEV_OPTIONS,
  demo: DEMO_OPTIONS,
  doctor: DOCTOR_OPTIONS,
  run: RUN_OPTIONS,
} as const satisfies Readonly<Record<string, OptionTable>>;

/** The name of a command of this version; that of a command of a group has two words. */
export type CommandName = keyof typeof COMMAND_OPTIONS;

/** The names of all commands, in the order of the help. */
export const COMMAND_NAMES = Object.keys(COMMAND_OPTIONS) as readonly CommandName[];

/** The first words of all commands: what can follow `spanbridge`. */
export const FIRST_WORDS: readonly string[] = [...new Set(COMMAND_NAMES.map((name) => name.split(' ')[0] ?? ''))];
