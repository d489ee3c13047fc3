import { spawnSync } from 'node:child_process';
import { CLI, exampleFile, requireBuild } from '../support/example.js';
import { startOtlpRecorder, type OtlpRecorder } from '../support/otlp-recorder.js';
import { spansOf, type RecordedSpan } from '../support/recorded-spans.js';
import { runPipe, runProcess, type ProcessResult } from '../support/run-process.js';

/** The examples are run as their users run them, with the built packages. */
const TIMEOUT_MS = 120_000;

/** The command of a Python that can run the example, or why there is none. */
function findPython(): { readonly command?: string; readonly missing?: string } {
  for (const command of ['python3', 'python']) {
    const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const minor = Number(/^Python 3\.(\d+)/.exec(stdout)?.[1]);
    if (minor >= 11) return { command };
  }
  return { missing: 'no Python of at least 3.11 here' };
}

const python = findPython();
const describePython = python.command === undefined ? describe.skip : describe;

let recorder: OtlpRecorder;

beforeAll(requireBuild);

beforeEach(async () => {
  recorder = await startOtlpRecorder();
});

afterEach(async () => {
  await recorder.close();
});

function spansNamed(spans: readonly RecordedSpan[], name: string): readonly RecordedSpan[] {
  return spans.filter((span) => span.name === name);
}

describePython(
  `examples/tracer-meta-python${python.missing === undefined ? '' : ` (skipped: ${python.missing})`}`,
  () => {
    async function shipOrders(): Promise<{ writer: ProcessResult; reader: ProcessResult }> {
      const args = ['ship', '-', '--service', 'order-service', '--endpoint', recorder.url, '--json'];
      const results = await runPipe(
        { command: python.command ?? '', args: ['-B', exampleFile('tracer-meta-python', 'app.py')] },
        { command: process.execPath, args: [CLI, ...args] },
      );
      if (results.reader.exitCode !== 0) throw new Error(`ship ended with ${JSON.stringify(results.reader)}`);
      return results;
    }

    it(
      'ends well on both sides of the pipe, and the last line is a summary that adds up',
      async () => {
        const { writer, reader } = await shipOrders();
        expect(writer).toMatchObject({ exitCode: 0, stderr: '' });
        expect(JSON.parse(reader.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
          type: 'summary',
          lines: 43,
          records: 43,
          ignored: 0,
          rejected: 0,
          duplicates: 0,
          traces: 3,
          spans: 14,
          implicit: 0,
          unfinished: 0,
          accepted: 14,
          refused: 0,
          dropped: 0,
          unsent: 0,
        });
      },
      TIMEOUT_MS,
    );

    it(
      'delivers each span once, below the order that it belongs to',
      async () => {
        await shipOrders();
        const spans = spansOf(recorder.requests);
        expect(spans.map(({ name }) => name).sort()).toEqual([
          ...['charge_card', 'charge_card', 'charge_card', 'check_stock', 'check_stock', 'check_stock'],
          ...[
            'process_order',
            'process_order',
            'process_order',
            'reserve_courier',
            'reserve_courier',
            'reserve_courier',
          ],
          ...['send_confirmation', 'send_confirmation'],
        ]);
        expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(14);
        expect(new Set(spans.map(({ serviceName }) => serviceName))).toEqual(new Set(['order-service']));
        const rootIds = new Map(spansNamed(spans, 'process_order').map(({ traceId, spanId }) => [traceId, spanId]));
        expect(rootIds.size).toBe(3);
        for (const { name, traceId, parentSpanId } of spans) {
          expect(parentSpanId).toBe(name === 'process_order' ? undefined : rootIds.get(traceId));
        }
      },
      TIMEOUT_MS,
    );

    it(
      'shows the declined card as an error with its cause, and the events of the program in their order',
      async () => {
        await shipOrders();
        const spans = spansOf(recorder.requests);
        expect(spans.filter(({ status }) => status !== 'UNSET')).toEqual([
          expect.objectContaining({
            name: 'charge_card',
            status: 'ERROR',
            statusMessage: 'The card for order 1002 was declined.',
            eventNames: ['card_contacted', 'exception', 'exception'],
          }),
        ]);
        expect(
          spansNamed(spans, 'process_order')
            .map(({ eventNames }) => eventNames.join(' '))
            .sort(),
        ).toEqual(['order_received', 'order_received', 'order_received order_cancelled']);
      },
      TIMEOUT_MS,
    );

    it(
      'keeps the overlap of the thread with the span beside it',
      async () => {
        await shipOrders();
        const spans = spansOf(recorder.requests);
        const couriers = spansNamed(spans, 'reserve_courier');
        expect(couriers).toHaveLength(3);
        for (const courier of couriers) {
          const card = spansNamed(spans, 'charge_card').find(({ traceId }) => traceId === courier.traceId);
          expect(courier.startTimeUnixNano < (card?.endTimeUnixNano ?? 0n)).toBe(true);
          expect((card?.startTimeUnixNano ?? 0n) < courier.endTimeUnixNano).toBe(true);
        }
      },
      TIMEOUT_MS,
    );
  },
);

describe('examples/node-import', () => {
  function importOrders(env: Readonly<Record<string, string>>): Promise<ProcessResult> {
    const program = exampleFile('node-import', 'import.mjs');
    return runProcess({ command: process.execPath, args: [program], env });
  }

  it(
    'draws the recorded orders and sends nothing when no endpoint is set',
    async () => {
      const { exitCode, stdout, stderr } = await importOrders({});
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.match(/^trace [0-9a-f]{32} /gm)).toHaveLength(3);
      expect(stdout.match(/[├└] send_confirmation/g)).toHaveLength(2);
      expect(stdout).toContain('The card for order 1002 was declined.');
      expect(recorder.requests).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    "hands the spans to OpenTelemetry's own exporter when an endpoint is set",
    async () => {
      const { exitCode, stderr } = await importOrders({ OTEL_EXPORTER_OTLP_ENDPOINT: recorder.url });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Sent 14 spans.\n' });
      const spans = spansOf(recorder.requests);
      expect(spans).toHaveLength(14);
      expect(spans.filter(({ status }) => status === 'ERROR').map(({ name }) => name)).toEqual(['charge_card']);
    },
    TIMEOUT_MS,
  );

  it(
    'says that nothing was sent when nobody listens there, and ends with 1',
    async () => {
      // A port that was ours a moment ago and that nobody has taken since.
      await recorder.close();
      const { exitCode, stderr } = await importOrders({
        OTEL_EXPORTER_OTLP_ENDPOINT: recorder.url,
        OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      });
      expect(exitCode).toBe(1);
      expect(stderr).toContain('The spans were not sent:');
    },
    TIMEOUT_MS,
  );
});
