import type { AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  ATTRIBUTE,
  checkNamespace,
  createResource,
  DEFAULT_NAMESPACE,
  deriveHostId,
  PendingSpans,
  type RecordBridge,
  type RejectedResult,
} from '@spanbridge/core';
import { decodeTracerMeta, isTracerMetaShape } from './decode.js';
import { mapTracerMeta, type MapTracerMetaOptions } from './map.js';

/** Options of the bridge as a part of a pipeline. */
export interface TracerMetaBridgeOptions extends MapTracerMetaOptions {
  /** Namespace of derived ids; default `spanbridge`. Throws `INVALID_NAMESPACE` for other than `A-Z a-z 0-9 . _ -`. */
  readonly namespace?: string;
}

/** Options of {@link importTracerMeta}. */
export interface ImportTracerMetaOptions extends TracerMetaBridgeOptions {
  /** `service.name` of the resource; default `unknown_service`. */
  readonly serviceName?: string;
  /** More resource attributes; they win over the derived `host.id`. */
  readonly resource?: Readonly<Record<string, AttributeValue>>;
  /** Told of every rejected record, with its index in `records`. */
  readonly onRejected?: (rejected: RejectedResult, index: number) => void;
}

/** The bridge as the record pipeline takes it: decode and map in one, without state. */
export function createTracerMetaBridge(options: TracerMetaBridgeOptions = {}): RecordBridge {
  const namespace = checkNamespace(options.namespace ?? DEFAULT_NAMESPACE);
  return {
    format: 'tracer-meta',
    recognises: isTracerMetaShape,
    read(value) {
      const result = decodeTracerMeta(value, { namespace });
      if (result.status !== 'decoded') return result;
      return { status: 'decoded', signals: [mapTracerMeta(result.record, options)] };
    },
  };
}

/** Nothing is sent late here, so no event ever decides an id. */
function noBytes(): Uint8Array {
  return new Uint8Array();
}

/**
 * Finished spans out of parsed records, in any order; everything is seen before the first span is made.
 *
 * A span whose end is missing ends at its last evidence (`spanbridge.end.cause=flushed`). Values that are no records
 * are
 * passed over, rejected ones go to `onRejected`; throws `INVALID_NAMESPACE` for an unusable namespace and nothing else.
 */
export function importTracerMeta(records: Iterable<unknown>, options: ImportTracerMetaOptions = {}): ReadableSpan[] {
  const bridge = createTracerMetaBridge(options);
  const spans: ReadableSpan[] = [];
  const namespace = options.namespace ?? DEFAULT_NAMESPACE;
  const unlimited = Number.POSITIVE_INFINITY;
  const table = new PendingSpans({
    resource: createResource({
      [ATTRIBUTE.serviceName]: options.serviceName ?? 'unknown_service',
      [ATTRIBUTE.hostId]: deriveHostId(namespace),
      ...options.resource,
    }),
    encodeEvent: noBytes,
    onLeave: ({ span }) => spans.push(span),
    onDuplicate: () => undefined,
    openSpansMax: unlimited,
    openBytesMax: unlimited,
    closedSpansMax: unlimited,
    closedBytesMax: unlimited,
    endedKeysMax: 1,
  });
  let index = 0;
  for (const record of records) {
    const result = bridge.read(record);
    if (result.status === 'decoded') for (const signal of result.signals) table.apply(signal);
    else if (result.status === 'rejected') options.onRejected?.(result, index);
    index += 1;
  }
  for (const _step of table.flush());
  return spans;
}
