import { exampleCommand, exampleFile, requireBuild } from '../support/example.js';
import { startOtlpRecorder } from '../support/otlp-recorder.js';
import { spansOf } from '../support/recorded-spans.js';
import { runProcess } from '../support/run-process.js';

const TIMEOUT_MS = 120_000;

const program = exampleFile('node-sdk', 'app.mjs');

beforeAll(requireBuild);

describe('examples/node-sdk', () => {
  it(
    'sends every span of the NodeSDK once, and markers of those that ran for long',
    async () => {
      const recorder = await startOtlpRecorder();
      try {
        const run = await runProcess(exampleCommand(program, { endpoint: recorder.url }));
        expect(run).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
        const spans = spansOf(recorder.requests);
        expect(new Set(spans.map(({ serviceName }) => serviceName))).toEqual(new Set(['billing']));
        const markers = spans.filter(({ attributes }) => attributes['spanbridge.span.phase'] === 'pending');
        const real = spans.filter((span) => !markers.includes(span));
        const root = real.find(({ name }) => name === 'bill customers');
        expect(root?.parentSpanId).toBeUndefined();
        expect(real.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
          ['bill ada', root?.spanId],
          ['bill grace', root?.spanId],
          ['bill edsger', root?.spanId],
          ['bill customers', undefined],
        ]);
        const shown = markers.map(({ parentSpanId }) => real.find(({ spanId }) => spanId === parentSpanId)?.name);
        expect(shown).toEqual(['bill customers', 'bill grace']);
        expect(markers.filter((span) => span.startTimeUnixNano !== span.endTimeUnixNano)).toEqual([]);
        expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(6);
      } finally {
        await recorder.close();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'ends well when nothing listens, and says so',
    async () => {
      const recorder = await startOtlpRecorder();
      await recorder.close();
      const { exitCode, stderr } = await runProcess(exampleCommand(program, { endpoint: recorder.url }));
      expect(exitCode).toBe(0);
      expect(stderr).toContain(`Connection refused at ${recorder.url}/v1/traces: nothing listens there.`);
      expect(stderr).toContain('4 spans were not delivered within 5000 ms and are lost.');
    },
    TIMEOUT_MS,
  );
});
