import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { OtlpSpanExporter, type OtlpTransport } from '@spanbridge/otlp';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { createCrashView, withJournal } from '../../src/register/crash-view.js';
import { settleConfig } from '../../src/register/settle-config.js';
import { testSpans } from '../../../../test/support/test-spans.js';

const transport: OtlpTransport = { send: () => Promise.resolve({ status: 'success' }), close: () => undefined };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'crash-view-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('createCrashView', () => {
  it('is none when none is asked for', () => {
    expect(createCrashView(settleConfig({}, {}), () => undefined)).toBeUndefined();
  });

  it('opens the journal and ends its recovery', async () => {
    const config = settleConfig({ crashFile: join(directory, 'open') }, {});
    const view = createCrashView(config, () => undefined);
    expect(view?.journal.path).toBe(join(directory, 'open'));
    await view?.recovery?.end(1_000);
    view?.journal.close();
  });

  it('leaves files of earlier processes alone when another exporter is used', () => {
    const config = settleConfig({ crashFile: join(directory, 'open'), exporter: 'console' }, {});
    const view = createCrashView(config, () => undefined);
    expect(view?.recovery).toBeUndefined();
    view?.journal.close();
  });

  it('writes an end at once for an exporter that does not say when a span leaves', () => {
    const path = join(directory, 'open');
    const journals = (['otlp', new OtlpSpanExporter({ transport })] as const).map((exporter, index) => {
      const view = createCrashView(settleConfig({ crashFile: `${path}${index}`, exporter }, {}), () => undefined);
      if (view === undefined) throw new Error('There is no view.');
      return view.journal;
    });
    const open: number[] = [];
    for (const journal of journals) {
      const provider = new TracerProvider();
      const span = provider.getTracer('test').startSpan('work') as unknown as LiveSpan & { end: () => void };
      journal.started(span);
      span.end();
      journal.ended(span);
      open.push(journal.ledger().open);
      journal.close();
    }
    expect(open).toEqual([1, 0]);
  });

  it('tells that the file cannot be made, and goes on without', () => {
    const warnings: string[] = [];
    const config = settleConfig({ crashFile: join(directory, 'none', 'open') }, {});
    expect(createCrashView(config, (message) => warnings.push(message))).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });
});

describe('withJournal', () => {
  it('writes the ends of the spans that leave, and then asks the program', () => {
    const told: string[] = [];
    const config = settleConfig({ otlp: { beforeSend: (spans) => told.push(`program ${spans.length}`) } }, {});
    expect(withJournal(config, undefined)).toBe(config);
    const sync = (spans: readonly unknown[]): number => told.push(`journal ${spans.length}`);
    withJournal(config, { sync } as never).otlp.beforeSend?.(testSpans(3));
    expect(told).toEqual(['journal 3', 'program 3']);
  });
});
