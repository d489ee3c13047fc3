import { exampleCommand, exampleFile, requireBuild } from '../support/example.js';
import { type OtlpRecorder, startOtlpRecorder } from '../support/otlp-recorder.js';
import { type RecordedSpan, spansOf } from '../support/recorded-spans.js';
import { type RunningProcess, runProcess, startProcess } from '../support/run-process.js';
import { until } from '../support/until.js';

const TIMEOUT_MS = 120_000;

let recorder: OtlpRecorder;
let running: RunningProcess | undefined;

beforeAll(requireBuild);

beforeEach(async () => {
  recorder = await startOtlpRecorder();
});

afterEach(async () => {
  running?.kill('SIGKILL');
  running = undefined;
  await recorder.close();
});

/** Starts the example; answers the address that it prints, without the path. */
async function startShop(): Promise<{ readonly shop: RunningProcess; readonly base: string }> {
  const env = { PORT: '0', SPANBRIDGE_SHUTDOWN_TIMEOUT: '1s' };
  const shop = startProcess(exampleCommand(exampleFile('http-server', 'server.cjs'), { endpoint: recorder.url, env }));
  running = shop;
  await until(
    () => shop.stdout().includes('/checkout/lamp\n'),
    () => `The server says ${shop.stdout()}${shop.stderr()}.`,
  );
  return { shop, base: new URL(shop.stdout()).origin };
}

function shapeOf(spans: readonly RecordedSpan[]): readonly string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return spans
    .map(({ name, kind, status, parentSpanId }) => {
      const parent = parentSpanId === undefined ? undefined : byId.get(parentSpanId);
      return `${kind} ${name} ${status} in ${parent === undefined ? 'nothing' : `${parent.kind} ${parent.name}`}`;
    })
    .sort();
}

describe('examples/http-server', () => {
  it(
    'has client and server spans of one request in one trace, and the missing article as an error of the client',
    async () => {
      const { shop, base } = await startShop();
      const lamp = await fetch(`${base}/checkout/lamp`);
      expect([lamp.status, await lamp.json()]).toEqual([
        200,
        [
          { article: 'lamp', left: 3 },
          { article: 'lamp', price: 40 },
        ],
      ]);
      expect((await fetch(`${base}/checkout/desk`)).status).toBe(404);
      shop.kill('SIGTERM');
      expect(await shop.ended).toMatchObject({ exitCode: null, signal: 'SIGTERM', stderr: '' });
      const spans = spansOf(recorder.requests);
      const traces = [...new Set(spans.map(({ traceId }) => traceId))];
      const shapes = traces.map((id) => shapeOf(spans.filter(({ traceId }) => traceId === id)).join('\n')).sort();
      const trace = (stock: string): string =>
        [
          'CLIENT GET /price UNSET in SERVER GET /checkout',
          `CLIENT GET /stock ${stock} in SERVER GET /checkout`,
          'SERVER GET /checkout UNSET in nothing',
          'SERVER GET /price UNSET in CLIENT GET /price',
          'SERVER GET /stock UNSET in CLIENT GET /stock',
        ].join('\n');
      expect(shapes).toEqual([trace('ERROR'), trace('UNSET')]);
      expect(new Set(spans.map(({ serviceName }) => serviceName))).toEqual(new Set(['shop']));
    },
    TIMEOUT_MS,
  );

  it(
    'serves on when nothing listens for its spans, and says so',
    async () => {
      await recorder.close();
      const { shop, base } = await startShop();
      expect((await fetch(`${base}/checkout/lamp`)).status).toBe(200);
      await until(
        () => shop.stderr().includes('nothing listens there'),
        () => `The server says ${shop.stderr()}.`,
      );
      shop.kill('SIGTERM');
      const { signal, stderr } = await shop.ended;
      expect(signal).toBe('SIGTERM');
      expect(stderr).toContain(`Connection refused at ${recorder.url}/v1/traces: nothing listens there.`);
      expect(stderr).toContain('5 spans were not delivered within 1000 ms and are lost.');
    },
    TIMEOUT_MS,
  );

  it.each([
    ['with the hook', ['--import', exampleFile('http-server', 'hook.mjs')], ['CLIENT GET /a', 'SERVER GET /a']],
    ['without the hook, not', [], []],
  ] as const)('%s a program of ES modules is traced as well', async (_title, hook, expected) => {
    const program = `import { createServer, get } from 'node:http';
      const server = createServer((request, response) => response.end()).listen(0, '127.0.0.1', () => {
        get({ host: '127.0.0.1', port: server.address().port, path: '/a/1' }, (response) => {
          response.resume().on('end', () => server.close());
        });
      });`;
    const { args, ...rest } = exampleCommand('--input-type=module', { endpoint: recorder.url, args: ['-e', program] });
    const tracing = exampleFile('http-server', 'tracing.cjs');
    const run = await runProcess({ ...rest, args: [...hook, '--import', tracing, ...args] });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(
      spansOf(recorder.requests)
        .map(({ kind, name }) => `${kind} ${name}`)
        .sort(),
    ).toEqual(expected);
  });
});
