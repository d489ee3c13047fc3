import { decodeLogs } from '@spanbridge/otlp';
import { startOtlpRecorder } from '../../../../../test/support/otlp-recorder.js';
import { openLateLogs, openLogs } from '../../../src/ship/provisional/open-logs.js';
import { makeLogRecord } from '../../support/log-records.js';

describe('the log records of a run', () => {
  it('have no way where the strategy has none', () => {
    expect(openLogs({ inputs: [] }, [], () => undefined)).toBeUndefined();
  });

  it('that an earlier run has left go beside the traces, or where the option says', async () => {
    const recorder = await startOtlpRecorder();
    try {
      for (const more of [{}, { logsUrl: `${recorder.url}/elsewhere` }]) {
        const logs = openLateLogs({ endpoints: [recorder.url], ...more }, () => undefined);
        expect(await logs.deliver(makeLogRecord('stop'))).toBe('settled');
        await logs.finish(1_000);
      }
      const bodies = recorder.requests.map(({ path, body }) => {
        const decoded = decodeLogs(body, 'protobuf');
        return [path, decoded.status === 'decoded' ? decoded.records.map((record) => record.body) : []];
      });
      expect(bodies).toEqual([
        ['/v1/logs', ['stop']],
        ['/elsewhere', ['stop']],
      ]);
    } finally {
      await recorder.close();
    }
  });

  it('have no place beside an endpoint that takes traces alone', () => {
    expect(() => openLateLogs({ endpoints: ['http://127.0.0.1:1/traces'] }, () => undefined)).toThrow(
      /--logs-endpoint/,
    );
  });
});
