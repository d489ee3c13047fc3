import { createTraceState, SpanStatusCode, type Attributes, type HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import type { LogRecord } from '../../src/codec/log-record.js';
import { makeLogRecord, type LogRecordParts } from './log-records.js';
import { makeSpan } from './spans.js';

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array) => Buffer.from(array).toString('hex'))
    .filter((text) => /[1-9a-f]/.test(text));

const hrTime: fc.Arbitrary<HrTime> = fc.oneof(
  fc.tuple(fc.integer({ min: 1_600_000_000, max: 2_100_000_000 }), fc.integer({ min: 0, max: 999_999_999 })),
  fc.tuple(fc.integer({ min: 0, max: 18_446_744_072 }), fc.integer({ min: 0, max: 999_999_999 })),
);

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 300 }));

/** Keys with the names that hurt careless code. */
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', '0', ''));

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true })
    .filter((value) => !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value))),
);

const scalar = fc.oneof(text, fc.boolean(), number);

function attributesOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<Attributes> {
  return fc.array(fc.tuple(key, value), { maxLength: 8 }).map((pairs) => {
    const attributes = Object.create(null) as Record<string, unknown>;
    for (const [name, content] of pairs) attributes[name] = content;
    return attributes as Attributes;
  });
}

/** Attributes as SDK 2.x validates them: scalars and arrays of one kind. */
const ordinaryAttributes = attributesOf(fc.oneof(scalar, fc.array(text), fc.array(number), fc.array(fc.boolean())));

/** Values of every kind that OTLP can carry and a decoder gives back unchanged. */
const richValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1e300, null),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    attributesOf(tie('value')),
  ),
})).value;

const richAttributes = attributesOf(richValue);

const traceState = fc.option(fc.constantFrom('a=1', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'), { nil: undefined });

const count = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function spanWith(attributes: fc.Arbitrary<Attributes>): fc.Arbitrary<ReadableSpan> {
  const context = fc.record({
    traceId: hex(16),
    spanId: hex(8),
    traceFlags: fc.integer({ min: 0, max: 255 }),
    isRemote: fc.boolean(),
    traceState: traceState.map((state) => (state === undefined ? undefined : createTraceState(state))),
  });
  return fc
    .record({
      context,
      parentSpanId: fc.option(hex(8), { nil: undefined }),
      name: text,
      kind: fc.integer({ min: 0, max: 4 }),
      startTime: hrTime,
      endTime: hrTime,
      attributes,
      status: fc.record({
        code: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR),
        message: fc.option(text, { nil: undefined }),
      }),
      events: fc.array(fc.record({ time: hrTime, name: text, attributes, droppedAttributesCount: count }), {
        maxLength: 3,
      }),
      links: fc.array(fc.record({ context, attributes, droppedAttributesCount: count }), { maxLength: 3 }),
      counts: fc.tuple(count, count, count),
    })
    .map(({ context: own, parentSpanId, counts, status, ...rest }) =>
      makeSpan({
        ...rest,
        ...own,
        status: status.message === undefined ? { code: status.code } : { code: status.code, message: status.message },
        ...(parentSpanId === undefined ? {} : { parentSpanContext: { ...own, spanId: parentSpanId } }),
        droppedAttributesCount: counts[0],
        droppedEventsCount: counts[1],
        droppedLinksCount: counts[2],
      } as Parameters<typeof makeSpan>[0]),
    );
}

function logRecordWith(attributes: fc.Arbitrary<Attributes>, body: fc.Arbitrary<unknown>): fc.Arbitrary<LogRecord> {
  const context = fc.record({ traceId: hex(16), spanId: hex(8), traceFlags: fc.integer({ min: 0, max: 255 }) });
  const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
    fc.option(value, { nil: undefined });
  return fc
    .record({
      hrTime,
      hrTimeObserved: hrTime,
      spanContext: optional(context),
      severityNumber: optional(fc.integer({ min: 1, max: 24 })),
      severityText: optional(text.filter((value) => value !== '')),
      body,
      eventName: optional(text.filter((value) => value !== '')),
      attributes,
      droppedAttributesCount: count,
    })
    .map((parts) => makeLogRecord(withoutUndefined(parts)));
}

function withoutUndefined(parts: object): LogRecordParts {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** Log records that the official serialiser writes the same way. */
export const ordinaryLogRecord: fc.Arbitrary<LogRecord> = logRecordWith(
  ordinaryAttributes,
  fc.oneof(fc.constant(undefined), scalar, fc.array(text)),
);

/** Log records with attribute values and bodies of every kind. */
export const richLogRecord: fc.Arbitrary<LogRecord> = logRecordWith(
  richAttributes,
  fc.oneof(fc.constant(undefined), richValue),
);

/** Spans that the official serialiser writes the same way. */
export const ordinarySpan: fc.Arbitrary<ReadableSpan> = spanWith(ordinaryAttributes);

/** Spans with attribute values of every kind. */
export const richSpan: fc.Arbitrary<ReadableSpan> = spanWith(richAttributes);
