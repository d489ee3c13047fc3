import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { DeliverySpanProcessor, type SpanTaker } from '../../src/provider/delivery-span-processor.js';
import { describeDeliveryContract, type ContractSubject } from '../../../otlp/test/support/exporter-contract.js';
import { createFakeTransport, namesIn, SUCCESS } from '../../../otlp/test/support/fake-transport.js';
import { makeSpan, makeSpans } from '../../../otlp/test/support/spans.js';
import { OtlpSpanExporter } from '@spanbridge/otlp';

function createSubject(): ContractSubject {
  let held: Promise<void> | undefined;
  let closes = 0;
  const transport = createFakeTransport(async () => {
    await held;
    return SUCCESS;
  });
  transport.close = () => {
    closes += 1;
  };
  const processor = new DeliverySpanProcessor(new OtlpSpanExporter({ transport, warn: () => undefined }));
  return {
    hand: (spans) => {
      for (const span of spans) processor.onEnd(span);
      return undefined;
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
    arrived: () => transport.bodies.flatMap(namesIn),
    closes: () => closes,
    holdAnswers: () => {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return () => {
        release();
      };
    },
  };
}

describeDeliveryContract({
  name: 'DeliverySpanProcessor',
  create: createSubject,
  makeSpans: (count) => makeSpans(count).map((span, index) => ({ ...span, name: `s${index}` })),
});

function createTaker(): SpanTaker & { readonly spans: ReadableSpan[] } {
  const spans: ReadableSpan[] = [];
  return {
    spans,
    add: (span) => spans.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

it('hands over sampled spans only', () => {
  const taker = createTaker();
  const processor = new DeliverySpanProcessor(taker);
  processor.onEnd(makeSpan({ name: 'recorded', traceFlags: 0 }));
  processor.onEnd(makeSpan({ name: 'sampled', traceFlags: 1 }));
  processor.onEnd(makeSpan({ name: 'sampled with more flags', traceFlags: 3 }));
  expect(taker.spans.map((span) => span.name)).toEqual(['sampled', 'sampled with more flags']);
});

it('serves the provider of the SDK', () => {
  const taker = createTaker();
  const provider = new TracerProvider({ spanProcessors: [new DeliverySpanProcessor(taker)] });
  provider.getTracer('t').startSpan('a').end();
  expect(taker.spans.map((span) => span.name)).toEqual(['a']);
  const silent = new TracerProvider({
    sampler: new AlwaysOffSampler(),
    spanProcessors: [new DeliverySpanProcessor(taker)],
  });
  silent.getTracer('t').startSpan('b').end();
  expect(taker.spans).toHaveLength(1);
});
