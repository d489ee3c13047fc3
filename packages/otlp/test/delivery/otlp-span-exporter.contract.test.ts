import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import { describeDeliveryContract, type ContractSubject } from '../support/exporter-contract.js';
import { createFakeTransport, namesIn, SUCCESS } from '../support/fake-transport.js';
import { createMemoryStore } from '../support/memory-store.js';
import { makeSpans } from '../support/spans.js';

const named = (count: number) => makeSpans(count).map((span, index) => ({ ...span, name: `s${index}` }));

function createSubject(hasSpool: boolean): ContractSubject {
  let held: Promise<void> | undefined;
  let closes = 0;
  const transport = createFakeTransport(async () => {
    await held;
    return SUCCESS;
  });
  transport.close = () => {
    closes += 1;
  };
  const spool = hasSpool ? createMemoryStore() : undefined;
  const exporter = new OtlpSpanExporter({ transport, spool, warn: () => undefined });
  return {
    hand: (spans) => {
      const codes: number[] = [];
      exporter.export(spans, ({ code }) => codes.push(code));
      return codes;
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
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

describeDeliveryContract({ name: 'OtlpSpanExporter', create: () => createSubject(false), makeSpans: named });
describeDeliveryContract({
  name: 'OtlpSpanExporter with a spool',
  create: () => createSubject(true),
  makeSpans: named,
});
