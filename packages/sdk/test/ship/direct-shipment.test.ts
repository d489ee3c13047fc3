import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { DirectShipment } from '../../src/ship/direct-shipment.js';
import type { ShipEvent, ShipOptions, ShipResult } from '../../src/ship/ship-options.js';
import { ACCEPTED, HandSender, REFUSED, UNSENT } from '../support/hand-sender.js';
import { TRACE_ID } from '../support/spans.js';

async function* stdin(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

const RECORDS = [1, 2]
  .map((id) => {
    const meta = { timestamp: '2026-03-01T08:00:00Z', event: 'x', trace_id: TRACE_ID, span_id: `000000000000000${id}` };
    return `${JSON.stringify({ __tracer_meta__: meta })}\n`;
  })
  .join('');

function perform(sender: HandSender | undefined, options: Partial<ShipOptions> = {}): Promise<ShipResult> {
  return new DirectShipment(
    { inputs: ['-'], stdin: stdin(RECORDS), ...options },
    { inputs: [{ kind: 'stdin' }], deadLetter: undefined, destinations: sender && [sender.at(1)] },
  ).perform();
}

describe('one pass over inputs', () => {
  it('ends complete when everything was accepted, and tells each accepted span', async () => {
    const accepted: ReadableSpan[] = [];
    const { outcome, summary } = await perform(new HandSender(ACCEPTED), { onAccepted: (span) => accepted.push(span) });
    expect([outcome, summary.accepted, accepted.length]).toEqual(['complete', 2, 2]);
  });

  it('ends complete, with a count, when spans were refused', async () => {
    const { outcome, summary, reasons } = await perform(new HandSender(REFUSED));
    expect([outcome, summary.refused, reasons.refused]).toEqual(['complete', 2, { 'status 400': 2 }]);
  });

  it('ends unreachable when spans did not leave', async () => {
    const { outcome, summary, lastError } = await perform(new HandSender(UNSENT));
    expect([outcome, summary.unsent, lastError]).toEqual(['unreachable', 2, 'gone']);
  });

  it('ends aborted by the signal', async () => {
    const { outcome } = await perform(new HandSender(ACCEPTED), { signal: AbortSignal.abort() });
    expect(outcome).toBe('aborted');
  });

  it('tells spans instead of sending them in a dry run', async () => {
    const events: ShipEvent[] = [];
    const { outcome, summary } = await perform(undefined, { onEvent: (event) => events.push(event) });
    expect([outcome, summary.unsent, events.map(({ type }) => type)]).toEqual(['complete', 2, ['span', 'span']]);
  });

  it('lets spans of a program go while it goes on piping records in', async () => {
    const sender = new HandSender(ACCEPTED);
    let release = (): void => undefined;
    const written = new Promise<void>((resolve) => (release = resolve));
    async function* program(): AsyncGenerator<Uint8Array> {
      const at = (event: string, second: number): Buffer => {
        const timestamp = `2026-03-01T08:00:0${second}Z`;
        const provisional = event.endsWith('.start') ? { provisional: true } : {};
        const meta = { timestamp, event, trace_id: TRACE_ID, span_id: '0000000000000001', ...provisional };
        return Buffer.from(`${JSON.stringify({ __tracer_meta__: meta })}\n`);
      };
      yield at('job.start', 0);
      yield at('job.end', 1);
      yield Buffer.from(RECORDS.replaceAll('08:00:00', '08:00:09'));
      await written;
    }
    const running = perform(sender, { stdin: program(), settleMs: 100 });
    for (let turn = 0; turn < 2000 && sender.batches.length === 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(sender.batches.flat().map(({ name }) => name)).toEqual(['job']);
    release();
    await running;
  });
});
