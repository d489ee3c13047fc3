import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createResource } from '@spanbridge/core';
import {
  eventCountOf,
  LINE_BYTES_MAX,
  resourceText,
  scopeText,
  startLine,
  stateText,
  unixNanoText,
  updateLine,
} from '../../src/crash/span-lines.js';
import { testSpans } from '../../../../test/support/test-spans.js';

const PLACE = { number: 7, resource: 0, scope: 1, isAnchored: false };

const span = (parts: Partial<ReadableSpan> = {}): ReadableSpan => {
  const [one] = testSpans(1);
  if (one === undefined) throw new Error('There is no span.');
  return { ...one, ...parts };
};

const event = (name: string) => ({ name, time: [1_700_000_000, 0] as [number, number], attributes: {} });
const parse = (line: string): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>;

describe('the lines of a crash file', () => {
  it('a start has the span as the codec writes it', () => {
    expect(parse(startLine(span({ events: [event('one')] }), { ...PLACE, isAnchored: true }))).toMatchObject({
      start: 7,
      resource: 0,
      scope: 1,
      anchored: true,
      span: { name: 'span 0', attributes: [{ key: 'index' }], events: [{ name: 'one' }] },
    });
  });

  it('an update has the events that are new, and how many there were before', () => {
    const events = ['one', 'two', 'three'].map(event);
    const place = { number: 7, timeUnixNano: '5', endUnixNano: undefined, eventsWritten: 3 };
    const line = updateLine(span({ events, droppedEventsCount: 1 }), place);
    expect(parse(line)).toMatchObject({ update: 7, timeUnixNano: '5', span: { droppedEventsCount: 3 } });
    expect(parse(line)).toHaveProperty('span.events', [expect.objectContaining({ name: 'three' })]);
    expect(parse(line)).not.toHaveProperty('endUnixNano');
    expect(parse(updateLine(span(), { ...place, endUnixNano: '9' }))).toHaveProperty('endUnixNano', '9');
  });

  it('a line over the limit leaves out its events, then everything that may be long, and counts it', () => {
    const long = 'x'.repeat(LINE_BYTES_MAX);
    const withEvents = parse(startLine(span({ events: [event(long)] }), PLACE));
    expect(withEvents).toMatchObject({ span: { events: [], droppedEventsCount: 1, attributes: [{ key: 'index' }] } });
    const everything = startLine(span({ name: long, attributes: { a: long, b: 1 } }), PLACE);
    expect(everything.length).toBeLessThan(LINE_BYTES_MAX);
    expect(parse(everything)).toMatchObject({
      span: { attributes: [], droppedAttributesCount: 2, name: 'x'.repeat(1_024) },
    });
  });

  it('equal states have equal texts, and a changed value another', () => {
    expect(stateText(span())).toBe(stateText(span()));
    expect(stateText(span({ attributes: { index: 1 } }))).not.toBe(stateText(span()));
    expect(stateText(span({ status: { code: SpanStatusCode.ERROR } }))).not.toBe(stateText(span()));
    expect(eventCountOf(span({ events: [event('a')], droppedEventsCount: 4 }))).toBe(5);
  });

  it('a resource tells what is settled of it, without making the SDK complain', () => {
    const pending = {
      ...createResource({}),
      asyncAttributesPending: true,
      get attributes(): never {
        throw new Error('It was read too early.');
      },
      getRawAttributes: () =>
        [
          ['a', 1],
          ['b', Promise.resolve(2)],
          ['a', 3],
          ['c', undefined],
        ] as never,
    };
    expect(parse(`{${resourceText(pending)}}`)).toMatchObject({
      value: { attributes: [{ key: 'a', value: { intValue: '1' } }] },
    });
    const withSchema = Object.assign({ ...createResource({ a: 'ä' }) }, { schemaUrl: 'https://x/1' });
    expect(resourceText(withSchema)).toContain('"schemaUrl":"https://x/1"');
    expect(resourceText(withSchema)).toContain('\\u00e4');
  });

  it('a scope tells its name, version and schema', () => {
    expect(parse(`{${scopeText({ name: 'lib', version: '2', schemaUrl: 's' })}}`)).toEqual({
      value: { name: 'lib', version: '2' },
      schemaUrl: 's',
    });
  });

  it.each([
    [[1_700_000_000, 5], '1700000000000000005'],
    [[0, 5], undefined],
    [[1, 1_000_000_000], undefined],
    [[1, -1], undefined],
    [[1.5, 0], undefined],
  ] as const)('the time %j is %s', (time, text) => {
    expect(unixNanoText([time[0], time[1]])).toBe(text);
  });
});
