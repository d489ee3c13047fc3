import { createSpanFields } from '../../src/codec/decoded-span.js';
import { createSpanCollector } from '../../src/codec/span-collector.js';
import { SPAN_ID, TRACE_ID } from '../support/spans.js';

it('fields that come behind the spans count for them', () => {
  const collector = createSpanCollector();
  collector.beginResource();
  const scope = collector.beginScope();
  collector.addSpan({ ...createSpanFields(), traceId: TRACE_ID, spanId: SPAN_ID });
  scope.name = 'late';
  collector.resource.schemaUrl = 'https://example.com';
  collector.resource.attributes['late'] = true;
  collector.endResource();
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
    collector.beginResource();
    collector.beginScope();
    collector.addSpan({ ...createSpanFields(), traceId: TRACE_ID, spanId: SPAN_ID });
    collector.beginScope();
    collector.addSpan(createSpanFields());
    collector.endResource();
  }
  expect(collector.result()).toMatchObject({
    rejected: [
      { detail: 'The trace id is empty (span 2 of the request).' },
      { detail: 'The trace id is empty (span 4 of the request).' },
    ],
  });
});
