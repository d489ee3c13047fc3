import { createSpanFields } from '../../src/codec/decoded-span.js';
import { createSpanCollector } from '../../src/codec/span-collector.js';
import { SPAN_ID, TRACE_ID } from '../support/spans.js';

it('fields that come behind the spans count for them', () => {
  const collector = createSpanCollector();
  collector.request.beginResource();
  const scope = collector.request.beginScope();
  collector.request.add({ ...createSpanFields(), traceId: TRACE_ID, spanId: SPAN_ID });
  scope.name = 'late';
  collector.request.resource.schemaUrl = 'https://example.com';
  collector.request.resource.attributes['late'] = true;
  collector.request.endResource();
  expect(collector.result()).toMatchObject({
    status: 'decoded',
    spans: [
      {
        instrumentationScope: { name: 'late' },
        resource: { schemaUrl: 'https://example.com', attributes: { late: true } },
      },
    ],
  });
});

it('spans are counted over resources and scopes', () => {
  const collector = createSpanCollector();
  for (let resource = 0; resource < 2; resource++) {
    collector.request.beginResource();
    collector.request.beginScope();
    collector.request.add({ ...createSpanFields(), traceId: TRACE_ID, spanId: SPAN_ID });
    collector.request.beginScope();
    collector.request.add(createSpanFields());
    collector.request.endResource();
  }
  expect(collector.result()).toMatchObject({
    rejected: [
      { detail: 'The trace id is empty (span 2 of the request).' },
      { detail: 'The trace id is empty (span 4 of the request).' },
    ],
  });
});
