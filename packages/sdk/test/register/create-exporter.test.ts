import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { createExporter } from '../../src/register/create-exporter.js';
import { settleConfig } from '../../src/register/settle-config.js';
import { startOtlpStub } from '../../../../test/support/otlp-stub.js';
import { testSpans } from '../../../../test/support/test-spans.js';

describe('createExporter', () => {
  it('is nothing for "none"', () => {
    expect(createExporter(settleConfig({ exporter: 'none' }, {}), () => undefined)).toBeUndefined();
  });

  it('gives any exporter a queue, and takes one of ours as it is', async () => {
    const memory = new InMemorySpanExporter();
    const queue = createExporter(settleConfig({ exporter: memory }, {}), () => undefined);
    for (const span of testSpans(2)) queue?.add(span);
    await queue?.forceFlush();
    expect(memory.getFinishedSpans()).toHaveLength(2);
    if (queue === undefined) throw new Error('There is no queue.');
    expect(createExporter(settleConfig({ exporter: queue }, {}), () => undefined)).toBe(queue);
  });

  it.each(['otlp', 'stock'] as const)('%s sends to the traces URL, with headers', async (exporter) => {
    const stub = await startOtlpStub(() => ({ status: 200 }));
    try {
      const config = settleConfig({ exporter, endpoint: stub.url, headers: { 'x-key': '1' } }, {});
      const taker = createExporter(config, () => undefined);
      for (const span of testSpans(2)) taker?.add(span);
      await taker?.forceFlush();
      expect(taker?.ledger()).toMatchObject({ taken: 2, accepted: 2 });
      expect(stub.requests[0]?.headers).toMatchObject({ 'x-key': '1' });
      await taker?.shutdown();
    } finally {
      await stub.close();
    }
  });

  it('tells that a spool is for our own exporter', () => {
    const warnings: string[] = [];
    createExporter(settleConfig({ exporter: 'console', spool: '/s' }, {}), (message) => warnings.push(message));
    expect(warnings).toEqual(['The spool is for the exporter "otlp"; with another one it is not used.']);
  });

  it.each([
    ['zipkin', '"zipkin"'],
    [{ send: () => undefined }, 'no exporter'],
  ])('refuses %j before anything is lost on it', (exporter, shown) => {
    expect(() => createExporter(settleConfig({ exporter: exporter as never }, {}), () => undefined)).toThrow(
      `The option exporter of register() is ${shown}. ` +
        'Give one of otlp, stock, console, otlp/stdout, none, or an exporter.',
    );
  });
});
