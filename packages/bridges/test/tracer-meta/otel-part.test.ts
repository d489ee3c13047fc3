import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { otelOfEnd, otelOfStart, readOtel } from '../../src/tracer-meta/otel-part.js';

it.each([
  [SpanKind.INTERNAL, undefined],
  [SpanKind.SERVER, { kind: 'SERVER' }],
  [SpanKind.CONSUMER, { kind: 'CONSUMER' }],
])('a start of kind %j is told as %j', (kind, part) => {
  expect(otelOfStart({ kind })).toEqual(part);
});

it.each([
  ['job', SpanStatusCode.UNSET, 0, undefined],
  ['job', SpanStatusCode.OK, 0, { status: 'OK' }],
  ['GET /users', SpanStatusCode.UNSET, 0, { name: 'GET /users' }],
  ['job', SpanStatusCode.ERROR, 0, { exceptions: 0 }],
  ['job', SpanStatusCode.ERROR, 1, undefined],
])('an end as %j with status %j and %j exceptions is told as %j', (name, code, exceptionCount, part) => {
  expect(otelOfEnd({ name, status: { code } }, 'job', exceptionCount)).toEqual(part);
});

it.each([
  [{ kind: 'CLIENT' }, { kind: SpanKind.CLIENT }],
  [
    { status: 'OK', name: 'n', exceptions: 0 },
    { isOk: true, name: 'n', hasNoException: true },
  ],
  [{ kind: 'client', status: 'ERROR', name: '', exceptions: '0', other: 1 }, {}],
  [{ kind: '__proto__', name: 7 }, {}],
])('%j is read as %j', (part, read) => {
  expect(readOtel(part)).toEqual(read);
});
