import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { decodeTraces, encodeTraces } from '@spanbridge/otlp';
import { shipFiles, type ShipOptions } from '@spanbridge/sdk';
import { startOtlpRecorder } from '../support/otlp-recorder.js';
import { createSeededRandom } from '../support/seeded-random.js';

const FIXTURE = join(__dirname, '../fixtures/tracer-meta/01_initial.jsonl');
const LINES = readFileSync(FIXTURE, 'utf8').trimEnd().split('\n');

/** One hash over the bytes of all spans, wherever each stands. */
function hashOf(spans: readonly ReadableSpan[]): string {
  const each = spans.map((span) => Buffer.from(encodeTraces([span], 'protobuf')).toString('base64')).sort();
  return createHash('sha256').update(each.join('\n')).digest('hex');
}

function shuffled(seed: number): string[] {
  const random = createSeededRandom(seed);
  const keyed = LINES.map((line) => ({ line, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ line }) => line);
}

async function hashOfShipped(options: Pick<ShipOptions, 'inputs' | 'stdin'>): Promise<string> {
  const recorder = await startOtlpRecorder();
  try {
    await shipFiles({ endpoints: [recorder.url], serviceName: 'shop', onEvent: () => undefined, ...options });
    const spans = recorder.requests.flatMap(({ body }) => {
      const decoded = decodeTraces(body, 'protobuf');
      return decoded.status === 'decoded' ? [...decoded.spans] : [];
    });
    return hashOf(spans);
  } finally {
    await recorder.close();
  }
}

describe('T3: the lines of one file in 100 random orders give one hash', () => {
  const expected = hashOf(
    importTracerMeta(
      LINES.map((line) => JSON.parse(line) as unknown),
      { serviceName: 'shop' },
    ),
  );

  it('through the import function', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const records = shuffled(seed).map((line) => JSON.parse(line) as unknown);
      expect(hashOf(importTracerMeta(records, { serviceName: 'shop' }))).toBe(expected);
    }
  });

  it('as a file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'spanbridge-orders-'));
    try {
      for (let seed = 1; seed <= 100; seed += 1) {
        const path = join(directory, `${seed}.jsonl`);
        writeFileSync(path, `${shuffled(seed).join('\n')}\n`);
        expect(await hashOfShipped({ inputs: [path] })).toBe(expected);
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('through stdin', async () => {
    async function* input(text: string): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(text));
    }
    for (let seed = 1; seed <= 100; seed += 1) {
      expect(await hashOfShipped({ inputs: ['-'], stdin: input(`${shuffled(seed).join('\n')}\n`) })).toBe(expected);
    }
  });
});
