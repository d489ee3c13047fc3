import { type ApiFidelity, type QueryClient, WHOLE_FIDELITY } from '../../src/query/query-client.js';
import { createDeliveryCollector, type DeliveryCollectorOptions } from '../../src/ship/verify-collector.js';
import { noDifferences, VerifyReport } from '../../src/ship/verify-report.js';
import { sentSpan, TRACE_A, TRACE_B } from './sent-spans.js';

function open(
  options: {
    readonly fidelity?: ApiFidelity;
    readonly differencesMax?: number;
    readonly limits?: DeliveryCollectorOptions;
  } = {},
) {
  const collector = createDeliveryCollector(options.limits);
  for (const traceId of [TRACE_A, TRACE_B]) for (const id of [1, 2]) collector.add(sentSpan({ traceId, id }));
  const client = { api: 'jaeger-v3', address: 'http://jaeger', fidelity: options.fidelity ?? WHOLE_FIDELITY };
  const report = new VerifyReport(collector, client as QueryClient, options.differencesMax ?? 100);
  const [first, second] = collector.traces();
  if (first === undefined) throw new Error('nothing was kept');
  return { report, first, second: second ?? first };
}

function found(traceId: string, ...names: readonly string[]) {
  const spans = names.map((name, index) => sentSpan({ traceId, id: index + 1, name }));
  return { status: 'found', spans, rejectedSpans: 0 } as const;
}

it('two traces as they were sent are verified', () => {
  const { report, first, second } = open();
  report.addTrace(first, found(TRACE_A, 'GET /orders', 'GET /orders'));
  report.addTrace(second, found(TRACE_B, 'GET /orders', 'GET /orders'));
  expect(report.result()).toEqual({
    status: 'verified',
    backend: { api: 'jaeger-v3', address: 'http://jaeger' },
    spansCompared: 4,
    tracesCompared: 2,
    tracesUnread: 0,
    differences: [],
    differenceCounts: { 'missing-span': 0, 'extra-copy': 0, changed: 0, cut: 0, lost: 0, added: 0 },
    notes: [],
  });
});

it('every difference is counted, and the first ones are kept', () => {
  const { report, first, second } = open({ differencesMax: 1 });
  report.addTrace(first, found(TRACE_A, 'x'));
  report.addTrace(second, { status: 'not-found' });
  expect(report.result()).toMatchObject({
    status: 'differences',
    spansCompared: 4,
    differences: [{ kind: 'changed', field: 'name' }],
    differenceCounts: { ...noDifferences(), 'missing-span': 3, changed: 1 },
  });
});

it('a trace that was not read leaves the rest unproved, and differences weigh more', () => {
  const { report, first, second } = open();
  report.addTrace(first, found(TRACE_A, 'GET /orders', 'GET /orders'));
  report.addUnread(second, 'HTTP 500 from http://jaeger.');
  expect(report.result()).toMatchObject({
    status: 'unavailable',
    tracesUnread: 1,
    notes: ['1 traces could not be read: HTTP 500 from http://jaeger.'],
  });
  report.addTrace(first, found(TRACE_A));
  expect(report.result().status).toBe('differences');
});

it('what was left out is said', () => {
  const { report, first } = open({ limits: { spansMax: 1 } });
  report.addTrace(first, {
    ...found(TRACE_A, 'GET /orders', 'GET /orders'),
    rejectedSpans: 3,
    partialMessage: 'too large',
  });
  expect(report.result().notes).toEqual([
    'Only the first 1 spans were verified; 3 more were accepted.',
    'The backend gave 1 traces in part only: too large.',
    '3 stored spans have broken ids and were left out.',
    'The traces hold 1 spans that were not verified here.',
  ]);
});

it('copies and cuts are said', () => {
  const { report } = open();
  const collector = createDeliveryCollector();
  collector.add(sentSpan({ attributes: { long: 'x'.repeat(3000) } }));
  const [trace] = collector.traces();
  if (trace === undefined) throw new Error('nothing was kept');
  const cut = sentSpan({ attributes: { long: 'x'.repeat(2048) } });
  report.addTrace(trace, { status: 'found', spans: [cut, cut], rejectedSpans: 0 });
  expect(report.result()).toMatchObject({ differenceCounts: { cut: 1, 'extra-copy': 1 } });
  expect(report.result().notes).toContain(
    'Long values were cut to 2,048 bytes by the backend; in Tempo the limit is max_attribute_bytes.',
  );
});

it('what an interface cannot carry is said', () => {
  const fidelity: ApiFidelity = {
    timeUnitNano: 1000n,
    hasNestedValues: false,
    hasLinkAttributes: false,
    ownAttributeKeys: ['error'],
    ownEventKeys: ['event'],
  };
  expect(open({ fidelity }).report.result().notes).toEqual([
    'Times were compared to 1 µs: the API carries no more.',
    'Lists and maps were compared as JSON text.',
    'Attributes of links were not compared: the API has none.',
    'Attributes that the API uses itself, such as span.kind and error, were not compared.',
  ]);
});

it('nothing accepted is nothing to verify, and said', () => {
  const client = { api: 'tempo', address: 'x', fidelity: WHOLE_FIDELITY } as QueryClient;
  const report = new VerifyReport(createDeliveryCollector(), client, 100);
  expect(report.result()).toMatchObject({
    status: 'verified',
    notes: ['No span was accepted, so there was nothing to verify.'],
  });
});
