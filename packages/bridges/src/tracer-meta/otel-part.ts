import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TracerMetaOtel } from './types.js';

type Fields = Readonly<Record<string, unknown>>;

/** What is written under `otel`; undefined when the format itself says everything. */
type OtelPart = Readonly<Record<string, string | number>> | undefined;

/** Kinds by their names in OTLP without the prefix. */
const KINDS: ReadonlyMap<unknown, SpanKind> = new Map(
  (['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const).map((name) => [name, SpanKind[name]]),
);

/** Reads the part of OpenTelemetry in a meta object; what is not understood is left out. */
export function readOtel(otel: Fields): TracerMetaOtel {
  const kind = KINDS.get(otel['kind']);
  const { name } = otel;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(otel['status'] === 'OK' ? { isOk: true } : {}),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(otel['exceptions'] === 0 ? { hasNoException: true } : {}),
  };
}

function unlessEmpty(part: Readonly<Record<string, string | number>>): OtelPart {
  return Object.keys(part).length === 0 ? undefined : part;
}

/** What a start cannot say in the format. */
export function otelOfStart(span: Pick<ReadableSpan, 'kind'>): OtelPart {
  return span.kind === SpanKind.INTERNAL ? undefined : { kind: SpanKind[span.kind] };
}

/**
 * What an end cannot say in the format.
 *
 * @param startName - the name under which the span started
 * @param exceptionCount - exceptions that the end carries; a failure without one is told, for readers make one up
 */
export function otelOfEnd(
  span: Pick<ReadableSpan, 'name' | 'status'>,
  startName: string,
  exceptionCount: number,
): OtelPart {
  return unlessEmpty({
    ...(span.name === startName ? {} : { name: span.name }),
    ...(span.status.code === SpanStatusCode.OK ? { status: 'OK' } : {}),
    ...(span.status.code === SpanStatusCode.ERROR && exceptionCount === 0 ? { exceptions: 0 } : {}),
  });
}
