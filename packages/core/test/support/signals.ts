import { type Link, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { toAttributes } from '../../src/model/attributes.js';
import type {
  EndSignal,
  EventSignal,
  ForeignSystem,
  SignalAttributes,
  SignalBase,
  SpanEventContent,
  StartSignal,
  UpdateSignal,
  WithdrawSignal,
} from '../../src/model/span-signal.js';

/** The trace of all signals that do not name another. */
export const TRACE_ID = 'be97f2fa26196196d1c776cef223b871';

/** The system of all signals that do not name another. */
export const SYSTEM: ForeignSystem = { prefix: 'demo', scope: { name: 'spanbridge.demo' } };

/** One second in nanoseconds. */
export const SECOND = 1_000_000_000n;

/** A span id out of a small number. */
export function idOf(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** Attributes as a bridge makes them. */
export function attributesOf(values: Record<string, unknown> = {}): SignalAttributes {
  const { attributes, droppedCount, sizeBytes } = toAttributes(values);
  return { attributes, droppedCount, sizeBytes };
}

/** What every signal may say. Times are seconds after 1970. */
export interface SignalFields {
  readonly id?: number;
  readonly parent?: number;
  readonly at?: number;
  readonly name?: string;
  readonly values?: Record<string, unknown>;
  readonly facts?: SignalBase['facts'];
  readonly system?: ForeignSystem;
}

function baseOf({ id = 1, parent, at = 1, facts = [], system = SYSTEM }: SignalFields): SignalBase {
  return {
    traceId: TRACE_ID,
    spanId: idOf(id),
    parentSpanId: parent === undefined ? undefined : idOf(parent),
    timeUnixNano: BigInt(Math.round(at * 1e9)),
    system,
    facts,
  };
}

/** An event of a span. */
export function eventOf(name: string, at: number, values: Record<string, unknown> = {}): SpanEventContent {
  return { name, timeUnixNano: BigInt(Math.round(at * 1e9)), ...attributesOf(values) };
}

/** The span begins. */
export function start(fields: SignalFields & { kind?: SpanKind; links?: readonly Link[] } = {}): StartSignal {
  const { name = 'job', values, kind = SpanKind.INTERNAL, links = [] } = fields;
  return { ...baseOf(fields), type: 'start', name, kind, content: attributesOf(values), links };
}

/** What an end may say beside that. */
export interface EndFields extends SignalFields {
  readonly code?: SpanStatusCode;
  readonly durationSeconds?: number;
  readonly events?: readonly SpanEventContent[];
}

/** The span ends for certain. */
export function end(fields: EndFields = {}): EndSignal {
  const { name = 'job', values, code = SpanStatusCode.UNSET, durationSeconds, events = [] } = fields;
  return {
    ...baseOf(fields),
    type: 'end',
    name,
    status: { code },
    content: attributesOf(values),
    events,
    durationNano: durationSeconds === undefined ? undefined : BigInt(durationSeconds * 1e9),
    tentative: undefined,
  };
}

/** A record that looks like the end: it ends a span of its name, or one that never started if it bears no values. */
export function tentativeEnd(fields: EndFields = {}): EndSignal {
  const { name = 'job', values = {}, at = 1 } = fields;
  return {
    ...end(fields),
    tentative: {
      closesUnstarted: Object.keys(values).length === 0,
      otherwise: eventOf(`${name}.end`, at, values),
      nameHint: `${name}.end`,
    },
  };
}

/** Something happens inside the span. */
export function event(fields: SignalFields & { hint?: string } = {}): EventSignal {
  const { name = 'tick', values, at = 1, hint = name } = fields;
  return { ...baseOf(fields), type: 'event', event: eventOf(name, at, values), nameHint: hint };
}

/** More is known of the span. */
export function update(fields: SignalFields & { code?: SpanStatusCode } = {}): UpdateSignal {
  const { values, code } = fields;
  const status = code === undefined ? undefined : { code };
  return { ...baseOf(fields), type: 'update', content: attributesOf(values), status };
}

/** The source takes the span back. */
export function withdraw(fields: SignalFields = {}): WithdrawSignal {
  return { ...baseOf(fields), type: 'withdraw' };
}
