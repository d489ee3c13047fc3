import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodeTraces, encodeExportResponse } from '@spanbridge/otlp';
import { shipFiles, type ShipEvent, type ShipOptions, type ShipResult } from '@spanbridge/sdk';
import { startOtlpStub, type OtlpStub, type StubAnswer, type StubRequest } from '../../../../test/support/otlp-stub.js';

const FIXTURES = `${__dirname}/../../../../test/fixtures/tracer-meta`;
const OK: StubAnswer = { status: 200 };
const TRACE = '0af7651916cd43dd8448eb211c80319c';

let directory = '';
let stub: OtlpStub | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-ship-'));
});
afterEach(async () => {
  await stub?.close();
  stub = undefined;
  rmSync(directory, { recursive: true, force: true });
});

async function ship(
  answer: (request: StubRequest) => StubAnswer,
  options: Partial<ShipOptions> & { readonly inputs: readonly string[] },
): Promise<{ readonly result: ShipResult; readonly events: readonly ShipEvent[]; readonly stub: OtlpStub }> {
  stub = await startOtlpStub(answer);
  const events: ShipEvent[] = [];
  const result = await shipFiles({ endpoints: [stub.url], onEvent: (event) => events.push(event), ...options });
  return { result, events, stub };
}

/** Records of `count` finished spans. */
function spanLines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const meta = { trace_id: TRACE, span_id: (index + 1).toString(16).padStart(16, '0') };
    const at = (second: number): string => `2026-03-01T08:00:0${second}.000000Z`;
    const start = { __tracer_meta__: { timestamp: at(1), event: 'job.start', ...meta, provisional: true } };
    const end = { __tracer_meta__: { timestamp: at(2), event: 'job.end', ...meta } };
    return `${JSON.stringify(start)}\n${JSON.stringify(end)}\n`;
  });
}

function writeLines(name: string, text: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function spanIdsOf(request: StubRequest): string[] {
  const decoded = decodeTraces(request.body, 'protobuf');
  return decoded.status === 'decoded' ? decoded.spans.map((span) => span.spanContext().spanId) : [];
}

describe('shipping', () => {
  it('delivers a real file and accounts for every line and span', async () => {
    const { result, stub: backend } = await ship(() => OK, { inputs: [`${FIXTURES}/01_initial.jsonl`] });
    expect(result.summary).toEqual({
      ...{ type: 'summary', files: 1, lines: 71, records: 71, ignored: 0, rejected: 0, duplicates: 0, traces: 5 },
      ...{ spans: 18, spanEvents: 45, implicit: 5, unfinished: 0, markers: 0, accepted: 18, refused: 0, dropped: 0 },
      ...{ spooled: 0, unsent: 0, bytesRead: 21680, durationMs: expect.any(Number) as number },
    });
    expect(result.outcome).toBe('complete');
    expect(result.formats).toEqual({ 'tracer-meta': 71 });
    expect(backend.requests.flatMap(spanIdsOf)).toHaveLength(18);
  });

  it('the order of the summary is fixed', async () => {
    const { result } = await ship(() => OK, { inputs: [`${FIXTURES}/02_simple.jsonl`] });
    expect(Object.keys(result.summary).join(' ')).toBe(
      'type files lines records ignored rejected duplicates traces spans spanEvents implicit unfinished markers ' +
        'accepted refused dropped spooled unsent bytesRead durationMs',
    );
  });

  it('two files are one run: 01_initial and 02_simple together give 20 spans in 6 traces', async () => {
    const inputs = [`${FIXTURES}/01_initial.jsonl`, `${FIXTURES}/02_simple.jsonl`];
    const { result } = await ship(() => OK, { inputs });
    expect(result.summary).toMatchObject({ files: 2, lines: 80, traces: 6, spans: 20, spanEvents: 50, implicit: 5 });
  });

  it('a compressed file gives the same requests as the plain one', async () => {
    const lines = spanLines(3).join('');
    const plain = await ship(() => OK, { inputs: [writeLines('a.jsonl', lines)] });
    const expected = plain.stub.requests.map((request) => request.body.toString('hex'));
    await plain.stub.close();
    const zipped = await ship(() => OK, { inputs: [writeLines('b.log', gzipSync(lines))] });
    expect(zipped.stub.requests.map((request) => request.body.toString('hex'))).toEqual(expected);
  });

  it('a pretty-printed array of records gives the same spans as its lines', async () => {
    const records = spanLines(3)
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const { result } = await ship(() => OK, { inputs: [writeLines('a.json', JSON.stringify(records, null, 2))] });
    expect(result.summary).toMatchObject({ lines: 6, records: 6, spans: 3, accepted: 3 });
  });

  it('service, resource and namespace go into the resource, nothing of this machine does (T37)', async () => {
    const { stub: backend } = await ship(() => OK, {
      inputs: [`${FIXTURES}/02_simple.jsonl`],
      serviceName: 'shop',
      resource: { 'deployment.environment.name': 'test' },
      namespace: 'shop',
    });
    const decoded = decodeTraces(backend.requests[0]?.body ?? '', 'protobuf');
    expect(decoded.status === 'decoded' && decoded.spans[0]?.resource.attributes).toEqual({
      'service.name': 'shop',
      'host.id': 'cd059ece71335e44baf3b81cafad2d0b',
      'deployment.environment.name': 'test',
    });
  });

  it('requests hold at most batchSize spans', async () => {
    const { stub: backend } = await ship(() => OK, {
      inputs: [writeLines('a.jsonl', spanLines(10).join(''))],
      batchSize: 4,
    });
    expect(backend.requests.map((request) => spanIdsOf(request).length)).toEqual([4, 4, 2]);
  });

  it('a batchSize beyond the default is obeyed too', async () => {
    const inputs = [writeLines('a.jsonl', spanLines(700).join(''))];
    const { stub: backend } = await ship(() => OK, { inputs, batchSize: 1_000 });
    expect(backend.requests.map((request) => spanIdsOf(request).length)).toEqual([700]);
  });

  it('a dry run sends nothing, tells every span and counts it unsent', async () => {
    const {
      result,
      events,
      stub: backend,
    } = await ship(() => OK, {
      inputs: [`${FIXTURES}/02_simple.jsonl`],
      dryRun: true,
    });
    expect(backend.requests).toHaveLength(0);
    expect(events.map((event) => event.type)).toEqual(['span', 'span']);
    expect(result.summary).toMatchObject({ spans: 2, accepted: 0, unsent: 2 });
    expect(result.outcome).toBe('complete');
  });

  it('stdin is read as a file is', async () => {
    const lines = spanLines(2).join('');
    const stdin = (async function* () {
      for (const byte of Buffer.from(lines)) yield await Promise.resolve(Buffer.from([byte]));
    })();
    const { result } = await ship(() => OK, { inputs: ['-'], stdin });
    expect(result.summary).toMatchObject({ files: 1, records: 4, spans: 2, accepted: 2, bytesRead: lines.length });
  });
});

describe('a backend that refuses', () => {
  it('one bad span of a batch is found and kept as a dead letter, its neighbours are delivered', async () => {
    const bad = '0000000000000007';
    const answer = (request: StubRequest): StubAnswer => ({ status: spanIdsOf(request).includes(bad) ? 400 : 200 });
    const deadLetter = join(directory, 'dead.jsonl');
    const { result, events } = await ship(answer, {
      inputs: [writeLines('a.jsonl', spanLines(16).join(''))],
      deadLetter,
    });
    expect(result.summary).toMatchObject({ spans: 16, accepted: 15, refused: 1 });
    const letter = JSON.parse(readFileSync(deadLetter, 'utf8')) as Record<string, unknown>;
    expect(letter).toMatchObject({ type: 'refused', status: 400 });
    expect(JSON.stringify(letter['tracesData'])).toContain(`"spanId":"${bad}"`);
    expect(events.filter((event) => event.type === 'refused')).toHaveLength(1);
  });

  it('a partial success is counted exactly and never sent again', async () => {
    const body = encodeExportResponse({ rejectedSpans: 3, errorMessage: 'too old' }, 'protobuf');
    const { result, stub: backend } = await ship(() => ({ status: 200, body }), {
      inputs: [writeLines('a.jsonl', spanLines(8).join(''))],
    });
    expect(result.summary).toMatchObject({ accepted: 5, refused: 3 });
    expect(backend.requests).toHaveLength(1);
  });

  it('an answer that asks for patience is obeyed, and the same bytes come again', async () => {
    const { result, stub: backend } = await ship(
      ({ index }) => (index === 0 ? { status: 503, headers: { 'retry-after': '1' } } : OK),
      { inputs: [writeLines('a.jsonl', spanLines(2).join(''))] },
    );
    expect(result.summary).toMatchObject({ accepted: 2, unsent: 0 });
    expect(backend.requests).toHaveLength(2);
    expect(backend.requests[1]?.body.equals(backend.requests[0]?.body ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('a backend that is not there', () => {
  it('ends unreachable after retryForMs, everything read is unsent and the ledger adds up', async () => {
    const path = writeLines('a.jsonl', spanLines(600).join(''));
    const { result, events } = await ship(() => 'reset', { inputs: [path], retryForMs: 300 });
    expect(result.outcome).toBe('unreachable');
    expect(result.lastError).toContain('There was no success within');
    const { spans, unsent } = result.summary;
    expect([spans, unsent]).toEqual([600, 600]);
    expect(events.filter((event) => event.type === 'warning' && event.message.includes('bug'))).toEqual([]);
  });

  it('an aborted run stops at once and counts what it has read as unsent', async () => {
    const path = writeLines('a.jsonl', spanLines(4).join(''));
    const { result } = await ship(() => OK, { inputs: [path], signal: AbortSignal.abort() });
    expect(result.outcome).toBe('aborted');
    expect(result.summary.accepted).toBe(0);
    expect(result.summary.unsent).toBe(result.summary.spans);
  });
});

describe('several destinations', () => {
  it('a span counts once, by the worst that happened to it', async () => {
    const answers: readonly StubAnswer[] = [OK, { status: 400 }];
    const stubs = await Promise.all(answers.map((answer) => startOtlpStub(() => answer)));
    try {
      const { summary } = await shipFiles({
        inputs: [writeLines('a.jsonl', spanLines(3).join(''))],
        endpoints: stubs.map(({ url }) => url),
      });
      expect(summary).toMatchObject({ spans: 3, accepted: 0, refused: 3 });
      expect(stubs.map(({ requests }) => requests.length > 0)).toEqual([true, true]);
    } finally {
      await Promise.all(stubs.map((each) => each.close()));
    }
  });
});

describe('bad input', () => {
  it('keeps rejected records whole beside their reason', async () => {
    const deadLetter = join(directory, 'dead.jsonl');
    await ship(() => OK, { inputs: [`${FIXTURES}/edge_cases.jsonl`], deadLetter });
    const letters = readFileSync(deadLetter, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(letters).toHaveLength(10);
    expect(letters[0]).toEqual({
      type: 'rejected',
      file: `${FIXTURES}/edge_cases.jsonl`,
      line: 45,
      reason: 'invalid-json',
      detail: 'unexpected character "p"',
      text: 'plain text written by a library',
    });
  });

  it.each([
    [{ inputs: ['no-such-file.jsonl'] }, 'INPUT_NOT_FOUND'],
    [{ inputs: [FIXTURES] }, 'INPUT_IS_DIRECTORY'],
    [{ inputs: [`${FIXTURES}/02_simple.jsonl`], endpoints: ['localhost:4318'] }, 'INVALID_ENDPOINT'],
    [{ inputs: [`${FIXTURES}/02_simple.jsonl`], namespace: 'a/b' }, 'INVALID_NAMESPACE'],
    [{ inputs: [`${FIXTURES}/02_simple.jsonl`], batchSize: 0 }, 'INVALID_OPTION'],
    [{ inputs: [`${FIXTURES}/02_simple.jsonl`], deadLetter: FIXTURES }, 'DEAD_LETTER_UNWRITABLE'],
  ] as const)('%j is refused before anything is sent, as %s', async (options, code) => {
    await expect(ship(() => OK, options)).rejects.toMatchObject({ name: 'SpanbridgeError', code });
    expect(stub?.requests).toHaveLength(0);
  });

  it.each([
    ['followed', { follow: true }],
    ['read with a checkpoint', { checkpoint: 'never-made' }],
    ['read from stdin', { inputs: ['-'] }],
  ])('a crash file cannot be %s: it is read whole, once', async (_how, options) => {
    const promise = shipFiles({ inputs: ['open-spans.jsonl'], format: 'crash', ...options });
    await expect(promise).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(promise).rejects.toThrow('a crash file is read whole, once');
  });
});
