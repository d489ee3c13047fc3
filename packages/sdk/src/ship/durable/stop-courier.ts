import { decodeLogs, type SpoolRecord } from '@spanbridge/otlp';
import type { RunningSpanLogs, StopFate } from '../provisional/running-span-logs.js';

/** A stop on its way, with the destinations that have not asked for it. */
interface Errand {
  readonly fate: Promise<StopFate>;
  askersLeft: number;
}

/**
 * Hands the stops that lie in a spool to whoever sends log records: once, although every destination of the spool meets
 * them, for the places that log records go to are not those of spans.
 */
export class StopCourier {
  private readonly errands = new Map<number, Errand>();

  constructor(
    private readonly logs: Pick<RunningSpanLogs, 'deliver'>,
    private readonly destinationCount: number,
  ) {}

  /** Sends the stops of a record, or waits for those that another destination of the spool has asked for. */
  deliver(record: SpoolRecord): Promise<StopFate> {
    const { sequence } = record;
    const errand = this.errands.get(sequence) ?? { fate: this.send(record), askersLeft: this.destinationCount };
    errand.askersLeft -= 1;
    if (errand.askersLeft > 0) this.errands.set(sequence, errand);
    else this.errands.delete(sequence);
    return errand.fate;
  }

  /** What cannot be decoded is no stop: it is as good as sent. */
  private async send({ body }: SpoolRecord): Promise<StopFate> {
    const decoded = decodeLogs(body, 'protobuf');
    const stops = decoded.status === 'decoded' ? decoded.records : [];
    const fates = await Promise.all(stops.map((stop) => this.logs.deliver(stop)));
    return fates.includes('unsent') ? 'unsent' : 'settled';
  }
}
