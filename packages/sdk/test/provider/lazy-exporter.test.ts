import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { LazyExporter } from '../../src/provider/lazy-exporter.js';
import { testSpans } from '../../../../test/support/test-spans.js';

function exported(exporter: LazyExporter): Promise<{ code: number; error?: Error }> {
  return new Promise((resolve) => {
    exporter.export(testSpans(1), resolve);
  });
}

describe('LazyExporter', () => {
  it('loads once, with the first batch', async () => {
    const inner = new InMemorySpanExporter();
    const load = jest.fn(() => Promise.resolve(inner));
    const exporter = new LazyExporter(load);
    await exporter.shutdown();
    expect(load).not.toHaveBeenCalled();
    await exported(exporter);
    await exported(exporter);
    expect(load).toHaveBeenCalledTimes(1);
    expect(inner.getFinishedSpans()).toHaveLength(2);
    await exporter.forceFlush();
    await exporter.shutdown();
    expect(inner.getFinishedSpans()).toHaveLength(0);
  });

  it('reports a batch as failed when it cannot be loaded', async () => {
    const exporter = new LazyExporter(() => Promise.reject(new Error('not installed')));
    expect(await exported(exporter)).toMatchObject({ code: 1, error: { message: 'not installed' } });
  });
});
