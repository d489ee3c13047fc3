import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TracesData, writeProto } from '../../../packages/otlp/test/support/proto.js';
import { createOracle, type Oracle, type OracleVerdict, type Truth } from './oracle.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

interface Parts {
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly start?: number;
  readonly end?: number;
  readonly phase?: string;
}

function span(parts: Parts = {}): Record<string, unknown> {
  const { spanId = 'b7ad6b7169203331', parentSpanId = '', name = 'work', kind = 1, start = 1000, end = 2000 } = parts;
  const phase = { key: 'spanbridge.span.phase', value: { stringValue: parts.phase } };
  return {
    traceId: Buffer.from(TRACE, 'hex'),
    spanId: Buffer.from(spanId, 'hex'),
    parentSpanId: Buffer.from(parentSpanId, 'hex'),
    name,
    kind,
    startTimeUnixNano: start,
    endTimeUnixNano: end,
    attributes: parts.phase === undefined ? [] : [phase],
  };
}

function send(oracle: Oracle, spans: readonly Record<string, unknown>[], service = 'shop'): void {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  const body = writeProto(TracesData, { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
  oracle.receive({ body, contentType: 'application/x-protobuf', contentEncoding: undefined });
}

function keyOf(spanId: string): Buffer {
  return Buffer.from(TRACE + spanId, 'hex');
}

function truthOf(spanIds: readonly string[], findFault?: Truth['findFault']): Truth {
  const known = new Set(spanIds);
  return {
    keys: () => spanIds.map(keyOf),
    knows: (key) => known.has(Buffer.from(key).toString('hex').slice(32)),
    ...(findFault === undefined ? {} : { findFault }),
  };
}

const CLEAN: OracleVerdict = {
  batches: 0,
  received: 0,
  distinct: 0,
  derived: 0,
  lost: 0,
  invented: 0,
  mutated: 0,
  wrong: 0,
  invalid: 0,
  duplicates: 0,
  doubledInJaeger: 0,
  wrongInTempo: 0,
  examples: [],
};

const A = '00000000000000aa';
const B = '00000000000000bb';

describe('the oracle', () => {
  it('finds nothing wrong with nothing', () => {
    expect(createOracle().judge()).toEqual(CLEAN);
  });

  it('calls a span lost that never came, and one invented that is not in the truth', () => {
    const oracle = createOracle({ truth: truthOf([A]) });
    send(oracle, [span({ spanId: B })]);
    const verdict = oracle.judge();
    expect(verdict).toMatchObject({ received: 1, distinct: 1, lost: 1, invented: 1 });
    expect(verdict.examples).toEqual([`${TRACE}/${B} "work": it is not in the truth.`, `${TRACE}${A} never came.`]);
    expect(oracle.judge()).toEqual(verdict);
  });

  it('an identical resend is a copy that no store shows', () => {
    const oracle = createOracle({ truth: truthOf([A, B]) });
    send(oracle, [span({ spanId: A }), span({ spanId: B })]);
    send(oracle, [span({ spanId: B })]);
    expect(oracle.judge()).toEqual({ ...CLEAN, batches: 2, received: 3, distinct: 2, duplicates: 1 });
  });

  it.each([
    ['another name', [span()], [span({ name: 'other' })], 'shop'],
    ['another end', [span()], [span({ end: 2001 })], 'shop'],
    ['another resource', [span()], [span()], 'store'],
  ])('the same id with %s is mutated, doubled in Jaeger and wrong in Tempo', (_what, first, second, service) => {
    const oracle = createOracle({ truth: truthOf(['b7ad6b7169203331']) });
    send(oracle, first);
    send(oracle, second, service);
    expect(oracle.judge({ shuffles: 50 })).toMatchObject({
      mutated: 1,
      duplicates: 1,
      doubledInJaeger: 1,
      wrongInTempo: 1,
    });
  });

  it('the same id with another kind is two rows in both stores', () => {
    const oracle = createOracle();
    send(oracle, [span({ kind: 1 })]);
    send(oracle, [span({ kind: 3 })]);
    expect(oracle.judge()).toMatchObject({ mutated: 1, doubledInJaeger: 1, wrongInTempo: 1 });
  });

  it('a second content behind the true one in one request is hidden by Tempo, not by Jaeger', () => {
    const oracle = createOracle({ truth: truthOf([A], ({ span: { name } }) => (name === 'work' ? undefined : 'no')) });
    send(oracle, [span({ spanId: A }), span({ spanId: A, name: 'other' })]);
    expect(oracle.judge({ shuffles: 50 })).toMatchObject({ mutated: 1, wrong: 0, doubledInJaeger: 1, wrongInTempo: 0 });
  });

  it('the first content is compared with the truth', () => {
    const oracle = createOracle({ truth: truthOf([A], () => 'its name is odd') });
    send(oracle, [span({ spanId: A })]);
    expect(oracle.judge()).toMatchObject({
      wrong: 1,
      wrongInTempo: 1,
      examples: [`${TRACE}/${A} "work": its name is odd.`],
    });
  });

  it.each([
    ['it ends before it starts', { start: 3000 }],
    ['its start is 0', { start: 0, end: 0 }],
    ['its span id is zero or not 8 bytes', { spanId: '0000000000000000' }],
    ['its span id is zero or not 8 bytes', { spanId: 'b7ad' }],
    ['its parent span id is zero or not 8 bytes', { parentSpanId: '0000000000000000' }],
  ])('%s: invalid', (fault, parts) => {
    const oracle = createOracle();
    send(oracle, [span(parts)]);
    const { invalid, distinct, examples } = oracle.judge();
    expect({ invalid, distinct }).toEqual({ invalid: 1, distinct: 0 });
    expect(examples[0]).toContain(fault);
  });

  it('reads JSON and gzip as it reads protobuf', () => {
    const oracle = createOracle();
    send(oracle, [span()]);
    const json = { ...span(), traceId: TRACE.toUpperCase(), spanId: 'b7ad6b7169203331', parentSpanId: '' };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    const text = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [json] }] }] });
    oracle.receive({ body: gzipSync(text), contentType: 'application/json; charset=utf-8', contentEncoding: 'gzip' });
    expect(oracle.judge()).toMatchObject({ received: 2, distinct: 1, mutated: 0, duplicates: 1 });
  });

  it('does not take in what cannot be decoded, nor spans that the receiver turns down', () => {
    const oracle = createOracle();
    const request = {
      body: Buffer.from('no protobuf'),
      contentType: 'application/x-protobuf',
      contentEncoding: undefined,
    };
    expect(() => oracle.receive(request)).toThrow();
    const body = writeProto(TracesData, {
      resourceSpans: [{ scopeSpans: [{ spans: [span({ spanId: A }), span()] }] }],
    });
    expect(oracle.receive({ ...request, body }, (_received, index) => index === 1)).toHaveLength(1);
    expect(oracle.judge()).toMatchObject({ received: 1, distinct: 1 });
  });

  it('says when a span came first, and which are lost or wrong', () => {
    let nowMs = 5;
    const truth = truthOf([A, B], () => 'its name is odd');
    const oracle = createOracle({ truth, nowMs: () => nowMs });
    send(oracle, [span({ spanId: A })]);
    nowMs = 9;
    send(oracle, [span({ spanId: A })]);
    expect([oracle.firstMsOf(keyOf(A)), oracle.firstMsOf(keyOf(B))]).toEqual([5, undefined]);
    expect([...oracle.lostKeys()].map((key) => Buffer.from(key))).toEqual([keyOf(B)]);
    expect([...oracle.wrongKeys()].map((key) => Buffer.from(key))).toEqual([keyOf(A)]);
  });

  it('ends the run instead of forgetting spans', () => {
    const oracle = createOracle({ spansMax: 1 });
    send(oracle, [span({ spanId: A })]);
    expect(() => {
      send(oracle, [span({ spanId: B })]);
    }).toThrow('The oracle was given more than 1 spans.');
  });

  it('keeps 20,000 spans apart and counts copies of each', () => {
    const oracle = createOracle();
    const spans = Array.from({ length: 20_000 }, (_, index) =>
      span({ spanId: (index + 1).toString(16).padStart(16, '0') }),
    );
    for (let index = 0; index < spans.length; index += 2_000) send(oracle, spans.slice(index, index + 2_000));
    send(oracle, spans.slice(19_000));
    expect(oracle.judge({ shuffles: 2 })).toEqual({
      ...CLEAN,
      batches: 11,
      received: 21_000,
      distinct: 20_000,
      duplicates: 1_000,
    });
  });
});

describe('spans under derived ids', () => {
  const derivedId = (role: string): string =>
    createHash('sha256')
      .update(Buffer.from(TRACE, 'hex'))
      .update(Buffer.from(A, 'hex'))
      .update(role)
      .digest('hex')
      .slice(0, 16);

  it.each([
    ['pending', 'pending'],
    ['completion', 'end'],
    ['unfinished', 'unfinished'],
  ])('of the phase %s follow from their parent and the role %s', (phase, role) => {
    const oracle = createOracle({ truth: truthOf([A]) });
    send(oracle, [span({ spanId: A }), span({ spanId: derivedId(role), parentSpanId: A, phase })]);
    expect(oracle.judge()).toEqual({ ...CLEAN, batches: 1, received: 2, distinct: 2, derived: 1 });
  });

  it('that follow from nothing are wrong, and invented when they speak of no span', () => {
    const oracle = createOracle({ truth: truthOf([]) });
    send(oracle, [span({ spanId: B, parentSpanId: A, phase: 'pending' })]);
    expect(oracle.judge()).toMatchObject({ derived: 1, invented: 1 });
    const other = createOracle({ truth: truthOf([A]) });
    send(other, [span({ spanId: B, parentSpanId: A, phase: 'pending' })]);
    expect(other.judge()).toMatchObject({ derived: 1, wrong: 1, invented: 0 });
  });
});
