import { join } from 'node:path';
import { decodeTraces } from '@spanbridge/otlp';
import { startOtlpStub } from '../support/otlp-stub.js';
import { runProcess } from '../support/run-process.js';

const ROOT = join(__dirname, '../..');

const MAKE_SPAN = "trace.getTracer('a').startActiveSpan('made', (span) => span.end());";
const AGAIN = "register(); console.log('kept', register() === register());";

const PROGRAMS = {
  commonjs: `const { trace } = require('@opentelemetry/api'); const { register } = require('@spanbridge/sdk');
    ${MAKE_SPAN} ${AGAIN}`,
  module: `import { trace } from '@opentelemetry/api'; import { register } from '@spanbridge/sdk';
    ${MAKE_SPAN} ${AGAIN}`,
} as const;

/** Makes one instrumented request, to a server of its own. */
const INSTRUMENTED = `const { registerInstrumentations } = require('@opentelemetry/instrumentation');
  const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
  registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
  const { createServer, get } = require('node:http');
  const server = createServer((_request, response) => response.end('hi'));
  server.listen(0, '127.0.0.1', () => get({ host: '127.0.0.1', port: server.address().port }, (response) => {
    response.resume().on('end', () => server.close());
  }));`;

describe('@spanbridge/sdk/register', () => {
  it.each([
    ['import', 'commonjs'],
    ['import', 'module'],
    ['require', 'commonjs'],
    ['require', 'module'],
  ] as const)('--%s traces a program that is %s, and register() in it answers the same', async (flag, type) => {
    const stub = await startOtlpStub(() => ({ status: 200 }));
    try {
      const args = [`--${flag}`, '@spanbridge/sdk/register', `--input-type=${type}`, '-e', PROGRAMS[type]];
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: stub.url, OTEL_SERVICE_NAME: 'shop' };
      const run = await runProcess({ command: process.execPath, args, cwd: ROOT, env });
      expect(run).toEqual({ exitCode: 0, signal: null, stdout: 'kept true\n', stderr: '' });
      const decoded = decodeTraces(stub.requests[0]?.body ?? Buffer.alloc(0), 'protobuf');
      const spans = decoded.status === 'decoded' ? decoded.spans : [];
      expect(spans.map(({ name, resource }) => [name, resource.attributes['service.name']])).toEqual([
        ['made', 'shop'],
      ]);
    } finally {
      await stub.close();
    }
  });

  it('lets the program run when it cannot register, and says why', async () => {
    const args = ['--import', '@spanbridge/sdk/register', '-e', "console.log('ran')"];
    const env = {
      OTEL_EXPORTER_OTLP_HEADERS: 'a b=1',
      OTEL_TRACES_SAMPLER: 'x',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere',
    };
    const run = await runProcess({ command: process.execPath, args, cwd: ROOT, env });
    expect(run).toMatchObject({ exitCode: 0, stdout: 'ran\n' });
    expect(run.stderr.match(/is ignored/g)).toHaveLength(3);
  });

  it.each(['otlp', 'stock'])('the instrumentation of HTTP sees nothing of the requests of %s', async (exporter) => {
    const stub = await startOtlpStub(() => ({ status: 200 }));
    try {
      // The program loads the instrumentation first, as it has to: what is loaded before is not instrumented.
      const program = `${INSTRUMENTED} require('@spanbridge/sdk').register({ exporter: '${exporter}' });`;
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: stub.url };
      const args = ['--input-type=commonjs', '-e', program];
      const run = await runProcess({ command: process.execPath, args, cwd: ROOT, env });
      expect(run).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
      const spans = stub.requests.flatMap(({ body, headers }) => {
        const encoding = headers['content-type'] === 'application/json' ? 'json' : 'protobuf';
        const decoded = decodeTraces(body, encoding);
        return decoded.status === 'decoded' ? decoded.spans.map(({ name }) => name) : [];
      });
      expect(spans).toEqual(['GET', 'GET']);
    } finally {
      await stub.close();
    }
  });
});
