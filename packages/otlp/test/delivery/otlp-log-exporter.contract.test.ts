import { OtlpLogExporter } from '../../src/delivery/otlp-log-exporter.js';
import { describeDeliveryContract, type ContractSubject } from '../support/exporter-contract.js';
import { createFakeTransport, SUCCESS } from '../support/fake-transport.js';
import { bodiesIn, makeLogRecord } from '../support/log-records.js';
import { createMemoryStore } from '../support/memory-store.js';
import { makeSpans } from '../support/spans.js';

const named = (count: number) => makeSpans(count).map((span, index) => ({ ...span, name: `s${index}` }));

/** Each span of the contract is a log record whose body is its name. */
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
  const exporter = new OtlpLogExporter({ transport, spool, warn: () => undefined });
  return {
    hand: (spans) => {
      const codes: number[] = [];
      const records = spans.map(({ name }) => makeLogRecord({ body: name }));
      exporter.export(records, ({ code }) => codes.push(code));
      return codes;
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
    arrived: () => transport.bodies.flatMap((body) => bodiesIn(body) as string[]),
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

describeDeliveryContract({ name: 'OtlpLogExporter', create: () => createSubject(false), makeSpans: named });
describeDeliveryContract({ name: 'OtlpLogExporter with a spool', create: () => createSubject(true), makeSpans: named });
