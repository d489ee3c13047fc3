import { decodeLogs } from '@spanbridge/otlp';
import { type OtlpRecorder, startOtlpRecorder } from '../../../../../test/support/otlp-recorder.js';
import { PartialLogs } from '../../../src/ship/provisional/partial-logs.js';
import { makeSpans } from '../../support/spans.js';

const recorders: OtlpRecorder[] = [];
afterEach(async () => {
  for (const recorder of recorders.splice(0)) await recorder.close();
});

async function openRecorder(): Promise<OtlpRecorder> {
  const recorder = await startOtlpRecorder();
  recorders.push(recorder);
  return recorder;
}

function open(...urls: readonly string[]): PartialLogs {
  return new PartialLogs({
    destinations: urls.map((url) => ({ url })),
    delivery: {},
    heartbeatMs: 3_000,
    warn: () => undefined,
    nowUnixMs: () => 1_772_352_005_250,
  });
}

function eventsAt({ requests }: OtlpRecorder): readonly (readonly unknown[])[] {
  return requests
    .flatMap(({ body }) => {
      const decoded = decodeLogs(body, 'protobuf');
      return decoded.status === 'decoded' ? decoded.records : [];
    })
    .map(({ attributes, hrTime }) => [attributes['partial.event'], attributes['partial.frequency'], ...hrTime]);
}

describe('log records about running spans', () => {
  it('T17: go to every destination, the stop of a span behind its heartbeats', async () => {
    const [first, second] = [await openRecorder(), await openRecorder()];
    const logs = open(`${first.url}/v1/logs`, `${second.url}/v1/logs`);
    const [span] = makeSpans(1);
    if (span === undefined) throw new Error('There is no span.');
    logs.tell(span, 'heartbeat');
    logs.tell(span, 'stop');
    await logs.finish(5_000);
    for (const recorder of [first, second]) {
      expect(eventsAt(recorder)).toEqual([
        ['heartbeat', '3000ms', 1_772_352_005, 250_000_000],
        ['stop', undefined, 1_772_352_005, 250_000_000],
      ]);
    }
    expect(logs.counts()).toEqual({ accepted: 4, refused: 0, dropped: 0, spooled: 0 });
  });

  it('are counted as dropped when nobody takes them in time', async () => {
    const gone = await openRecorder();
    await gone.close();
    recorders.splice(0);
    const logs = open(`${gone.url}/v1/logs`);
    for (const span of makeSpans(2)) logs.tell(span, 'heartbeat');
    await logs.finish(50);
    expect(logs.counts()).toEqual({ accepted: 0, refused: 0, dropped: 2, spooled: 0 });
  });

  it('deliver a stop behind the heartbeats of its span, and say when all destinations have it', async () => {
    const [first, second] = [await openRecorder(), await openRecorder()];
    const logs = open(`${first.url}/v1/logs`, `${second.url}/v1/logs`);
    const [span] = makeSpans(1);
    if (span === undefined) throw new Error('There is no span.');
    logs.tell(span, 'heartbeat');
    expect(await logs.deliver(logs.stopOf(span))).toBe('settled');
    for (const recorder of [first, second]) {
      expect(eventsAt(recorder).map(([event]) => event)).toEqual(['heartbeat', 'stop']);
    }
    await logs.finish(5_000);
  });

  it('leave a stop to the next run that nobody takes in time', async () => {
    const gone = await openRecorder();
    await gone.close();
    recorders.splice(0);
    const logs = open(`${gone.url}/v1/logs`);
    const [span] = makeSpans(1);
    if (span === undefined) throw new Error('There is no span.');
    const fate = logs.deliver(logs.stopOf(span));
    await logs.finish(50);
    expect(await fate).toBe('unsent');
    expect(logs.counts()).toEqual({ accepted: 0, refused: 0, dropped: 0, spooled: 1 });
  });
});
