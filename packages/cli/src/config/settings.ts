import type { Environment } from '@spanbridge/sdk';
import { readConfigFile } from './file.js';
import type { OptionTable, Settings, SettingsLayer } from './option-spec.js';
import { kebabName } from './option-spec.js';
import { COMMAND_OPTIONS, type CommandName } from './option-tables.js';
import { readOptionValue } from './option-value.js';
import { type OtelEnvironment, readOtelEnv } from './otel-env.js';
import { readSpanbridgeEnv, unknownVariables } from './spanbridge-env.js';

/** Flags as the parser of the command line gives them: a text, several for a repeatable option, or true. */
export type FlagValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Where the settings of one run come from. */
export interface SettingsSources {
  readonly flags: FlagValues;
  readonly env: Environment;
  readonly workingDirectory: string;
  /** Told one sentence for each variable that is ignored. */
  readonly warn: (message: string) => void;
}

/** What a command with {@link OptionTable} T gets. */
export type CommandSettings<C extends CommandName> = Settings<(typeof COMMAND_OPTIONS)[C]>;

/** The commands that the variables of an OTLP exporter concern. */
const SENDERS: ReadonlySet<CommandName> = new Set(['ship', 'spool replay', 'doctor']);

const NO_OTEL: OtelEnvironment = { values: {}, warnings: [] };

/**
 * Settles the options of a command: flags win over `SPANBRIDGE_` variables, those over `OTEL_` variables, those over
 * the configuration file. Headers and resource attributes are merged key by key, all else is taken whole from the
 * highest source that sets it.
 *
 * @throws SpanbridgeError for the first value that cannot be read, naming its source
 */
export async function resolveSettings<C extends CommandName>(
  command: C,
  sources: SettingsSources,
): Promise<CommandSettings<C>> {
  const table: OptionTable = COMMAND_OPTIONS[command];
  const flags = readFlags(table, sources.flags);
  const variables = readSpanbridgeEnv(command, table, sources.env);
  // Only these send; the other commands would warn about variables that they never use.
  const isSender = SENDERS.has(command);
  const otel = isSender ? otelOptions(table, readOtelEnv(sources.env)) : NO_OTEL;
  const path = (flags['config'] ?? variables['config']) as string | undefined;
  const file = await readConfigFile({ command, path, workingDirectory: sources.workingDirectory });
  for (const message of [...unknownVariables(sources.env), ...otel.warnings]) sources.warn(message);
  const layers = [file, otel.values, variables, flags].map(serviceApart);
  return mergeLayers(layers) as CommandSettings<C>;
}

/** A replay sends spans as they are: variables that say what they are do not concern it. */
function otelOptions(table: OptionTable, { values, warnings }: OtelEnvironment): OtelEnvironment {
  const known = Object.entries(values).filter(([name]) => Object.hasOwn(table, name));
  return { values: Object.fromEntries(known), warnings };
}

function readFlags(table: OptionTable, flags: FlagValues): SettingsLayer {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    const given = flags[name];
    if (given === undefined) continue;
    const texts = typeof given === 'object' ? given : [String(given)];
    values[name] = readOptionValue(spec, `--${kebabName(name)}`, texts);
  }
  return values;
}

/** `service.name` among the resource attributes is the service, unless the same source names it properly. */
function serviceApart(layer: SettingsLayer): SettingsLayer {
  const { service, resource } = layer as { service?: string; resource?: ReadonlyMap<string, string> };
  const name = resource?.get('service.name');
  if (resource === undefined || name === undefined) return layer;
  const others = new Map([...resource].filter(([key]) => key !== 'service.name'));
  return { ...layer, service: service ?? name, resource: others };
}

/** Lowest source first. */
function mergeLayers(layers: readonly SettingsLayer[]): SettingsLayer {
  const merged = new Map<string, unknown>();
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer))) {
    if (value === undefined) continue;
    const lower = merged.get(name);
    merged.set(name, value instanceof Map && lower instanceof Map ? new Map([...lower, ...value]) : value);
  }
  return Object.fromEntries(merged);
}
