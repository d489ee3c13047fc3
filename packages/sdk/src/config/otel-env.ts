import { type BatchSettings, readBatchSettings } from './batch-env.js';
import { type Environment, EnvReader, type Parsed, parseWord } from './env-reader.js';
import { type LimitSettings, type LogRecordLimitSettings, readLogRecordLimits, readSpanLimits } from './limits-env.js';
import { type OtlpSettings, readOtlpSettings } from './otlp-env.js';
import { splitPairs } from './pair-list.js';
import { readSamplerSettings, type SamplerSettings } from './sampler-env.js';

const LOG_LEVELS = ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'] as const;

/** How much our own messages say. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const EXPORTERS = ['otlp', 'console', 'none', 'otlp/stdout'] as const;

/** Where spans go, as `OTEL_TRACES_EXPORTER` names it. */
export type ExporterName = (typeof EXPORTERS)[number];

/** A header format of contexts that we read and write. */
export type PropagatorName = 'tracecontext' | 'baggage';

/** What all `OTEL_*` variables that concern traces say; undefined is "not set". Frozen. */
export interface OtelConfig {
  readonly isDisabled: boolean;
  readonly logLevel: LogLevel | undefined;
  readonly serviceName: string | undefined;
  readonly resourceAttributes: ReadonlyMap<string, string>;
  readonly propagators: readonly PropagatorName[];
  readonly exporter: ExporterName | undefined;
  readonly traces: OtlpSettings;
  readonly logs: OtlpSettings;
  readonly batch: BatchSettings;
  readonly logBatch: BatchSettings;
  readonly spanLimits: LimitSettings;
  readonly logRecordLimits: LogRecordLimitSettings;
  readonly sampler: SamplerSettings | undefined;
  /** The span that started this process, as headers: `traceparent`, `tracestate`, `baggage`. */
  readonly parent: Readonly<Record<string, string>>;
  /** One sentence for each value that was ignored. */
  readonly warnings: readonly string[];
}

/** Reads the variables of OpenTelemetry that concern traces. */
export function readOtelConfig(env: Environment): OtelConfig {
  const reader = new EnvReader(env);
  const config = {
    isDisabled: reader.isTrue('OTEL_SDK_DISABLED'),
    logLevel: readLogLevel(reader),
    ...readServiceVariables(reader),
    propagators: readPropagators(reader),
    exporter: readExporter(reader),
    traces: readOtlpSettings(reader, 'TRACES'),
    logs: readOtlpSettings(reader, 'LOGS'),
    batch: readBatchSettings(reader, 'BSP'),
    logBatch: readBatchSettings(reader, 'BLRP'),
    spanLimits: readSpanLimits(reader),
    logRecordLimits: readLogRecordLimits(reader),
    sampler: readSamplerSettings(reader),
    parent: readParent(reader),
  };
  for (const [name, remedy] of NOT_READ) {
    if (reader.text(name) !== undefined) reader.warnings.push(`${name} is ignored: ${remedy}`);
  }
  // General variables are read once for each signal, and one sentence is enough.
  return Object.freeze({ ...config, warnings: Object.freeze([...new Set(reader.warnings)]) });
}

const NOT_READ = [
  [
    'OTEL_CONFIG_FILE',
    'spanbridge does not read configuration files of OpenTelemetry. The other variables and the options are used.',
  ],
  ['OTEL_ENTITIES', 'spanbridge does not read entities. Name their attributes in OTEL_RESOURCE_ATTRIBUTES.'],
] as const;

/** What `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say. */
export function readServiceVariables(reader: EnvReader): {
  readonly serviceName: string | undefined;
  readonly resourceAttributes: ReadonlyMap<string, string>;
} {
  const resourceAttributes = reader.read(['OTEL_RESOURCE_ATTRIBUTES'], parseAttributes) ?? new Map<string, string>();
  return { serviceName: reader.text('OTEL_SERVICE_NAME'), resourceAttributes };
}

function parseAttributes(text: string): Parsed<ReadonlyMap<string, string>> {
  const pairs = splitPairs(text);
  if (pairs !== undefined) return { value: new Map(pairs) };
  return { problem: 'it is not a list such as k=v,k2=v2 with percent-encoded values.' };
}

function readLogLevel(reader: EnvReader): LogLevel | undefined {
  return reader.read(['OTEL_LOG_LEVEL'], (text) => parseWord(text.toLowerCase(), LOG_LEVELS, 'info'));
}

/** The first exporter of the list that we have: spans go to one place. */
function readExporter(reader: EnvReader): ExporterName | undefined {
  const name = 'OTEL_TRACES_EXPORTER';
  const words = listOf(reader.text(name));
  const isKnown = (word: string): word is ExporterName => (EXPORTERS as readonly string[]).includes(word);
  const exporter = words.find(isKnown);
  const used = exporter ?? 'otlp';
  for (const word of words.filter((other) => other !== exporter)) {
    const reason = isKnown(word) ? 'spans go to one exporter' : `it is none of ${EXPORTERS.join(', ')}`;
    reader.warnings.push(`"${word}" in ${name} is ignored: ${reason}. ${used} is used.`);
  }
  return exporter;
}

function readPropagators(reader: EnvReader): readonly PropagatorName[] {
  const words = listOf(reader.text('OTEL_PROPAGATORS'));
  if (words.length === 0) return ['tracecontext', 'baggage'];
  if (words.includes('none')) return [];
  const found: PropagatorName[] = [];
  for (const word of words) {
    if (word === 'tracecontext' || word === 'baggage') found.push(word);
    else {
      const remedy = 'Set one of the API yourself (`propagation.setGlobalPropagator`) if you need it';
      reader.warnings.push(
        `"${word}" in OTEL_PROPAGATORS is ignored: spanbridge has tracecontext and baggage. ${remedy}.`,
      );
    }
  }
  return Object.freeze([...new Set(found)]);
}

function listOf(text: string | undefined): readonly string[] {
  const words = (text ?? '').split(',').map((word) => word.trim());
  return [...new Set(words)].filter((word) => word !== '');
}

/** A process that was started by a traced one gets its span in the environment, as HTTP servers get it in headers. */
function readParent(reader: EnvReader): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const name of ['TRACEPARENT', 'TRACESTATE', 'BAGGAGE']) {
    const text = reader.text(name);
    if (text !== undefined) headers[name.toLowerCase()] = text;
  }
  return Object.freeze(headers);
}
