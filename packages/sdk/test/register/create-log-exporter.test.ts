import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeLogs, type LogRecord } from '@spanbridge/otlp';
import { startOtlpStub } from '../../../../test/support/otlp-stub.js';
import { testSpans } from '../../../../test/support/test-spans.js';
import { until } from '../../../../test/support/until.js';
import { toEventRecords } from '../../src/provisional/span-event-records.js';
import { createLogExporter } from '../../src/register/create-log-exporter.js';
import type { RegisterOptions } from '../../src/register/register-options.js';
import { settleConfig } from '../../src/register/settle-config.js';

const fail = (message: string): never => {
  throw new Error(message);
};

/** One record for each of `count` spans. */
function records(count: number): readonly LogRecord[] {
  return testSpans(count).flatMap((span) =>
    toEventRecords({ ...span, events: [{ name: 'told', time: span.startTime, attributes: {} }] }, 0),
  );
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'log-exporter-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('the exporter of log records', () => {
  it.each([
    [{}, false],
    [{ events: 'logs' }, true],
    [{ events: 'both' }, true],
    [{ provisional: 'log' }, true],
    [{ provisional: 'marker' }, false],
  ] as const)('%j makes one: %s', (options: RegisterOptions, isMade) => {
    expect(createLogExporter(settleConfig(options, {}), fail) !== undefined).toBe(isMade);
  });

  it.each([
    [{ SPANBRIDGE_PROVISIONAL: 'log' }],
    [{ SPANBRIDGE_EVENTS: 'logs' }],
    [{ SPANBRIDGE_EVENTS: 'both' }],
  ] as const)('%j makes one as well', (env) => {
    expect(createLogExporter(settleConfig({}, env), fail)).toBeDefined();
  });

  it('takes and sends nothing beside the exporter "none"', async () => {
    const exporter = createLogExporter(settleConfig({ exporter: 'none', events: 'logs' }, {}), fail);
    for (const record of records(1)) exporter?.add(record);
    await exporter?.forceFlush();
    expect(exporter?.ledger?.()).toBeUndefined();
  });

  it('keeps what it cannot send in a directory of its own, and the next one sends it by itself', async () => {
    const spool = join(directory, 'spool');
    const dead = createLogExporter(
      settleConfig({ events: 'logs', endpoint: 'http://127.0.0.1:1', spool }, {}),
      () => undefined,
    );
    for (const record of records(3)) dead?.add(record);
    // It ends when all is kept; a short deadline may pass before the spool is open.
    await dead?.shutdown(10_000);
    expect(dead?.ledger?.()).toMatchObject({ taken: 3, spooled: 3, dropped: 0 });
    expect([existsSync(spool), existsSync(`${spool}.logs`)]).toEqual([false, true]);
    const stub = await startOtlpStub(() => ({ status: 200 }));
    try {
      const next = createLogExporter(settleConfig({ events: 'logs', endpoint: stub.url, spool }, {}), fail);
      await expectRecords(() => stub.requests.map(({ body }) => body), 3);
      await next?.shutdown(1_000);
      expect(next?.ledger?.()).toMatchObject({ recovered: 3, accepted: 3, spooled: 0 });
    } finally {
      await stub.close();
    }
  });
});

async function expectRecords(bodies: () => readonly Uint8Array[], count: number): Promise<void> {
  const decoded = (): number =>
    bodies().flatMap((body) => {
      const result = decodeLogs(body, 'protobuf');
      return result.status === 'decoded' ? result.records : [];
    }).length;
  await until(
    () => decoded() >= count,
    () => `${decoded()} of ${count} records have come.`,
  );
  expect(decoded()).toBe(count);
}
