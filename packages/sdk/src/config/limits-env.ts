import { type EnvReader } from './env-reader.js';

/** What the limit variables say about spans; undefined is "not set". */
export interface LimitSettings {
  readonly attributeValueLengthLimit: number | undefined;
  readonly attributeCountLimit: number | undefined;
  readonly eventCountLimit: number | undefined;
  readonly linkCountLimit: number | undefined;
  readonly attributePerEventCountLimit: number | undefined;
  readonly attributePerLinkCountLimit: number | undefined;
}

/** What they say about log records. */
export type LogRecordLimitSettings = Pick<LimitSettings, 'attributeValueLengthLimit' | 'attributeCountLimit'>;

/** Reads the limits of spans; one of spans wins over the general one. */
export function readSpanLimits(reader: EnvReader): LimitSettings {
  const general = readGeneralLimits(reader);
  return Object.freeze({
    attributeValueLengthLimit:
      limit(reader, 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'The general limit') ?? general.attributeValueLengthLimit,
    attributeCountLimit:
      limit(reader, 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'The general limit') ?? general.attributeCountLimit,
    eventCountLimit: limit(reader, 'OTEL_SPAN_EVENT_COUNT_LIMIT', '128'),
    linkCountLimit: limit(reader, 'OTEL_SPAN_LINK_COUNT_LIMIT', '128'),
    attributePerEventCountLimit: limit(reader, 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', '128'),
    attributePerLinkCountLimit: limit(reader, 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '128'),
  });
}

/** Reads the limits of log records; one of log records wins over the general one. */
export function readLogRecordLimits(reader: EnvReader): LogRecordLimitSettings {
  const valueLength = limit(reader, 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'The general limit');
  const count = limit(reader, 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', 'The general limit');
  const general = readGeneralLimits(reader);
  return Object.freeze({
    attributeValueLengthLimit: valueLength ?? general.attributeValueLengthLimit,
    attributeCountLimit: count ?? general.attributeCountLimit,
  });
}

function readGeneralLimits(reader: EnvReader): LogRecordLimitSettings {
  return {
    attributeValueLengthLimit: limit(reader, 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'No limit'),
    attributeCountLimit: limit(reader, 'OTEL_ATTRIBUTE_COUNT_LIMIT', '128'),
  };
}

function limit(reader: EnvReader, name: string, fallback: string): number | undefined {
  return reader.count(name, { min: 0, fallback });
}
