import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ExporterQueue, type ExporterQueueOptions } from '../../src/provider/exporter-queue.js';
import { testSpans } from '../../../../test/support/test-spans.js';

type Callback = Parameters<SpanExporter['export']>[1];

/** The enum of the SDK would be a value of one of its lines. */
function resultOf(code: unknown): Parameters<Callback>[0] {
  return { code } as Parameters<Callback>[0];
}

class HandExporter implements SpanExporter {
  readonly batches: ReadableSpan[][] = [];
  readonly callbacks: Callback[] = [];
  shutdowns = 0;
  answersAtOnce = true;
  code = 0;

  export(spans: ReadableSpan[], callback: Callback): void {
    this.batches.push(spans);
    if (this.answersAtOnce) callback(resultOf(this.code));
    else this.callbacks.push(callback);
  }

  shutdown(): Promise<void> {
    this.shutdowns += 1;
    return Promise.resolve();
  }
}

function created(options: Partial<ExporterQueueOptions> = {}): {
  exporter: HandExporter;
  queue: ExporterQueue;
  warnings: string[];
} {
  const exporter = new HandExporter();
  const warnings: string[] = [];
  const queue = new ExporterQueue({ exporter, warn: (message) => warnings.push(message), ...options });
  return { exporter, queue, warnings };
}

describe('ExporterQueue', () => {
  it('exports a burst of 10,000 spans in batches, without loss', async () => {
    const { exporter, queue } = created();
    for (const span of testSpans(10_000)) queue.add(span);
    await queue.forceFlush();
    expect(exporter.batches.flat().map(({ name }) => name)).toEqual(testSpans(10_000).map(({ name }) => name));
    expect(Math.max(...exporter.batches.map(({ length }) => length))).toBe(512);
    expect(queue.ledger()).toMatchObject({ taken: 10_000, accepted: 10_000, queued: 0, inFlight: 0 });
  });

  it('a flush waits for the export under way, and rejects at its deadline', async () => {
    const { exporter, queue } = created();
    exporter.answersAtOnce = false;
    for (const span of testSpans(3)) queue.add(span);
    await expect(queue.forceFlush(1)).rejects.toThrow('The exporter has not answered for all spans within 1 ms.');
    const flushed = queue.forceFlush(10_000);
    exporter.callbacks[0]?.(resultOf(0));
    await flushed;
    expect(queue.ledger()).toMatchObject({ taken: 3, accepted: 3, inFlight: 0 });
  });

  it('counts what the exporter reports as failed, or throws at, and tells the first', async () => {
    const { exporter, queue, warnings } = created();
    exporter.code = 1;
    for (const span of testSpans(2)) queue.add(span);
    await expect(queue.forceFlush()).rejects.toThrow('The exporter did not take 2 spans.');
    exporter.export = () => {
      throw new Error('broken');
    };
    for (const span of testSpans(2)) queue.add(span);
    await expect(queue.forceFlush()).rejects.toThrow('The exporter did not take 2 spans.');
    expect(queue.ledger()).toMatchObject({ taken: 4, accepted: 0, refused: 4 });
    expect(warnings).toEqual([
      'spanbridge: the exporter did not take spans: it gave no reason. The application is not affected; ' +
        'further cases are counted.',
    ]);
  });

  it('drops what finds no room, and what comes after the shutdown', async () => {
    const { exporter, queue } = created({ queueSpansMax: 2 });
    for (const span of testSpans(3)) queue.add(span);
    await queue.shutdown();
    await queue.shutdown();
    for (const span of testSpans(1)) queue.add(span);
    expect(exporter.shutdowns).toBe(1);
    expect(queue.ledger()).toMatchObject({ taken: 4, accepted: 2, dropped: 2 });
    expect(queue.ledger().droppedByReason).toMatchObject({ 'queue-full': 1, closed: 1 });
  });

  it('counts what is left at the deadline of a shutdown, or at the end of the process', async () => {
    const { exporter, queue, warnings } = created();
    exporter.answersAtOnce = false;
    for (const span of testSpans(600)) queue.add(span);
    await queue.shutdown(1);
    expect(queue.ledger().droppedByReason).toMatchObject({ shutdown: 600 });
    expect(warnings).toEqual(['spanbridge: 600 spans were not exported before the end and are lost.']);
    const other = created();
    other.exporter.answersAtOnce = false;
    for (const span of testSpans(2)) other.queue.add(span);
    other.queue.flushSync();
    expect(other.queue.ledger().droppedByReason).toMatchObject({ exit: 2 });
  });

  it('tells what leaves before the exporter gets it, also at the end of the process', () => {
    const told: string[] = [];
    const { exporter, queue } = created({
      beforeExport: (spans) => {
        told.push(`${spans.length} leave, ${exporter.batches.length} batches have`);
      },
    });
    for (const span of testSpans(2)) queue.add(span);
    queue.flushSync();
    expect(told).toEqual(['2 leave, 0 batches have']);
    expect(exporter.batches).toHaveLength(1);
  });
});
