import { encodeLogs, type SpoolRecord } from '@spanbridge/otlp';
import { StopCourier } from '../../../src/ship/durable/stop-courier.js';
import type { StopFate } from '../../../src/ship/provisional/running-span-logs.js';
import { makeLogRecord } from '../../support/log-records.js';

function record(sequence: number, body: Uint8Array): SpoolRecord {
  return { sequence, signal: 'logs', priority: 1, spanCount: 0, body };
}

function open(fates: StopFate[]): { readonly courier: StopCourier; readonly told: unknown[] } {
  const told: unknown[] = [];
  const deliver = ({ body }: { readonly body?: unknown }): Promise<StopFate> => {
    told.push(body);
    return Promise.resolve(fates.shift() ?? 'settled');
  };
  return { courier: new StopCourier({ deliver }, 2), told };
}

describe('stops that lie in a spool', () => {
  it('are handed over once, whichever destination meets them first, and all learn what became of them', async () => {
    const { courier, told } = open(['unsent', 'settled']);
    const stop = record(4, encodeLogs([makeLogRecord('one')]));
    expect(await Promise.all([courier.deliver(stop), courier.deliver(stop)])).toEqual(['unsent', 'unsent']);
    expect(told).toEqual(['one']);
    // When all have met it, nothing is kept of it: a third time is a new one.
    expect(await courier.deliver(stop)).toBe('settled');
    expect(told).toEqual(['one', 'one']);
  });

  it('are done when they cannot be read', async () => {
    const { courier, told } = open([]);
    expect(await courier.deliver(record(1, new Uint8Array([255, 255])))).toBe('settled');
    expect(told).toEqual([]);
  });
});
