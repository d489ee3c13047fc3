import fc from 'fast-check';
import { renderWaterfall } from '../../src/render/terminal.js';
import { textWidth } from '../../src/layout/text-width.js';
import { actingCodePoints } from '../support/acting-characters.js';
import { anchor, beat, completion, late, marker } from '../support/sent-spans.js';
import { makeSpan, SAMPLE_START_UNIX_NANO, type SpanSketch } from '../support/make-span.js';
import { checkoutTrace, interruptedTrace } from '../support/sample-traces.js';

/** A text block of a test without the newline that it begins with. */
const block = (text: string): string => text.slice(1);

const CHECKOUT_80 = block(`
POST /checkout
trace 0af7651916cd43dd8448eb211c80319c · 2025-10-24 12:06:31.000 UTC · 1.23s
9 spans · 3 errors · ■ shop-api · ■ postgres · ■ basket · ■ redis · ■ payments

                               0        250ms   500ms    750ms   1s
                               ┬────────┬───────┬────────┬───────┬───────
✗ POST /checkout  shop-api     ██████████████████████████████████████████  1.23s
│ payment failed after 2 attempts
├ authenticate                 ███▎                                         92ms
│ └ SELECT sessions  postgres   ▐█▏                                       51.7ms
├ load basket  basket             ▐██████▎                                 203ms
│ ├ GET basket:8123  redis        ▏                                        2.4ms
│ └ price items                   ▕██████▏                                 188ms
├ ✗ charge card  payments                ▐█████████████▌                   410ms
│   card issuer timed out
├ ✗ charge card  payments                                ██████████████▏   411ms
│   card issuer timed out
└ audit                                                                ▏       0

✗ error
`);

const CHECKOUT_160 = block(`
POST /checkout
trace 0af7651916cd43dd8448eb211c80319c · 2025-10-24 12:06:31.000 UTC · 1.23s · 9 spans · 3 errors · ■ shop-api · ■ postgres · ■ basket · ■ redis · ■ payments

                               0                   200ms              400ms               600ms              800ms               1s                  1.2s
                               ┬───────────────────┬──────────────────┬───────────────────┬──────────────────┬───────────────────┬───────────────────┬──
✗ POST /checkout  shop-api     █████████████████████████████████████████████████████████████████████████████████████████████████████████████████████████   1.23s
│ payment failed after 2 attempts
├ authenticate                 ▐████████▍                                                                                                                   92ms
│ │ token.verified                ◆ algorithm=ES256 key.age_days=12                                                                                      +27.2ms
│ └ SELECT sessions  postgres     ▕█████                                                                                                                  51.7ms
├ load basket  basket                   ▐███████████████████▌                                                                                              203ms
│ ├ GET basket:8123  redis              ▕▏                                                                                                                 2.4ms
│ └ price items                          ▕██████████████████▎                                                                                              188ms
├ ✗ charge card  payments                                    ▐███████████████████████████████████████▋                                                     410ms
│   card issuer timed out
│   exception                                exception.message=no answer exception.type=TimeoutError ◆                                                    +409ms
├ ✗ charge card  payments                                                                                 ▐███████████████████████████████████████▊        411ms
│   card issuer timed out
│   retry                                                                                       attempt=2 ◆                                               +400µs
└ audit                                                                                                                                            ▏           0

✗ error
`);

const INTERRUPTED_80 = block(`
plan holiday
trace be97f2fa26196196d1c776cef223b871 · 2025-10-24 12:06:31.000 UTC · 1m 35s
6 spans · 1 running · 2 unfinished · ■ agent

                         0              30s            1m             1m 30s
                         ┬──────────────┬──────────────┬──────────────┬──
plan holiday             ██████████████████████████████████████████████▒░ 1m 35s
├ collect preferences    ░░░░░░░░░░                                        17.8s
├ search flights                  ░▒███████████████████▉                   42.5s
├ book hotel                       unfinished: expired ▕████████▒░         18.8s
└ write summary                                          running ▕██████▸    14s
↑ stray callback                                            ▏               50ms

█▸ running · █▒░ unfinished · ░░░ implicit · ░▒█ start not seen
↑ parent missing
`);

const ODD_60 = block(`
送信する 📨 メール
trace 0af7651916cd43dd8448eb211c80319c
2025-10-24 12:06:31.000 UTC · 30ms · 4 spans · 1 conflicting
■ shop-api

                      0          10ms       20ms      30ms
                      ┬──────────┬──────────┬─────────┬
↻ ping                █████████████████████████████████ 30ms
└ ↻ pong                         ███████████            10ms
≡ 送信する 📨 メール       ▐████████████████████████▊   23ms
  ≡ also sent: 送信する 📨 メール, 20ms
↑ ␛[2Jevil\\u202e            ▐██▉                         3ms

↑ parent missing · ↻ parent cycle broken
≡ sent with two ends
`);

const oddTrace: readonly SpanSketch[] = [
  { spanId: 'a', parentSpanId: 'b', name: 'ping', endMs: 30 },
  { spanId: 'b', parentSpanId: 'a', name: 'pong', startMs: 10, endMs: 20 },
  { spanId: 'd', name: '送信する 📨 メール', startMs: 5, endMs: 25 },
  { spanId: 'd', name: '送信する 📨 メール', startMs: 5, endMs: 28 },
  { spanId: 'e', parentSpanId: 'zz', name: '\u001b[2Jevil\u202e', startMs: 6, endMs: 9 },
];

const ESCAPE = '\u001b';
const SGR = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');

describe('renderWaterfall', () => {
  it('draws a finished trace of several services at 80 columns', () => {
    expect(renderWaterfall(checkoutTrace())).toBe(CHECKOUT_80);
  });

  it('draws it with events at 160 columns', () => {
    expect(renderWaterfall(checkoutTrace(), { width: 160, events: true })).toBe(CHECKOUT_160);
  });

  it('draws what did not come to its end', () => {
    expect(renderWaterfall(interruptedTrace(), { width: 80 })).toBe(INTERRUPTED_80);
  });

  it('draws cycles, spans sent with two ends, orphans, wide names and attacks on the terminal', () => {
    expect(renderWaterfall(oddTrace.map(makeSpan), { width: 60 })).toBe(ODD_60);
  });

  it('differs with colours by nothing but SGR sequences', () => {
    const colored = renderWaterfall(checkoutTrace(), { colors: true });
    expect(colored).toContain('\u001b[31mcharge card\u001b[0m');
    expect(colored.replace(SGR, '')).toBe(CHECKOUT_80);
  });

  it('draws several traces one below the other', () => {
    expect(renderWaterfall([...checkoutTrace(), ...interruptedTrace()])).toBe(`${CHECKOUT_80}\n${INTERRUPTED_80}`);
  });

  it('has no text for no spans', () => {
    expect(renderWaterfall([])).toBe('');
  });

  it('counts the rows that it does not show', () => {
    expect(renderWaterfall(checkoutTrace(), { rowsMax: 2 })).toContain(
      '\n… 7 more spans not shown (2 errors among them)\n',
    );
  });

  it('names services when told to, although there is one', () => {
    const spans = [makeSpan({ spanId: 'a', name: 'root', endMs: 1 })];
    expect(renderWaterfall(spans, { showServices: true })).toContain('\nroot  shop-api ');
    expect(renderWaterfall(spans)).toContain('\nroot       ');
  });

  it('takes a width below 40, or none at all, for 40 and 80', () => {
    expect(renderWaterfall(checkoutTrace(), { width: 3 })).toBe(renderWaterfall(checkoutTrace(), { width: 40 }));
    expect(renderWaterfall(checkoutTrace(), { width: Number.NaN })).toBe(CHECKOUT_80);
  });

  it('no line is wider than asked, and nothing in a span acts on the terminal', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constant('\u001b[2J\u202e漢'),
    );
    const sketch = fc.record({
      ...{ spanId: fc.constantFrom('a', 'b', 'c', 'd'), parentSpanId: fc.constantFrom('', 'a', 'b', 'x') },
      ...{ name: text, service: text, error: text, startMs: fc.nat(50), endMs: fc.nat(2_000) },
      events: fc.array(fc.record({ name: text, atMs: fc.nat(90), attributes: fc.dictionary(text, text) }), {
        maxLength: 2,
      }),
      attributes: fc.record({ 'partial.gc': fc.boolean(), 'x.implicit': fc.boolean() }),
    });
    fc.assert(
      fc.property(
        fc.array(sketch, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 40, max: 170 }),
        fc.boolean(),
        (sketches, width, colors) => {
          const output = renderWaterfall(sketches.map(makeSpan), { width, colors, events: true });
          const shown = output.replace(SGR, '');
          expect(actingCodePoints(shown.replaceAll('\n', ''))).toEqual([]);
          expect(Math.max(...shown.split('\n').map(textWidth))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('draws a chain of 100,000 spans down to its limit of rows', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) =>
      makeSpan({ spanId: `s${index}`, endMs: 5, ...(index === 0 ? {} : { parentSpanId: `s${index - 1}` }) }),
    );
    const lines = renderWaterfall(spans).split('\n');
    expect(lines.at(-2)).toBe('… 90,000 more spans not shown');
    expect(lines.at(-3)).toMatch(/^ {10}⋯ 9999 span s9999 /);
  });

  it('draws a trace that was sent in parts as one bar for each span, with its late events', () => {
    const job = makeSpan({ spanId: 'c33604c286773277', name: 'job', endMs: 20_000 });
    const step = makeSpan({
      spanId: 'd44704c286773288',
      parentSpanId: 'c33604c286773277',
      name: 'step',
      startMs: 1_000,
      endMs: 7_000,
    });
    const sent = [marker(job), job, anchor(step), completion(step), late(step, { name: 'audit', atMs: 9_000 })];
    expect(renderWaterfall(sent, { events: true })).toBe(
      renderWaterfall([job, withEvent(step, 'audit')], { events: true }),
    );
  });

  it('lets running spans grow to the present, and stale ones end at their last heartbeat', () => {
    const job = makeSpan({ spanId: 'c33604c286773277', name: 'job', endMs: 20_000 });
    const other = {
      spanId: 'd44704c286773288',
      parentSpanId: 'c33604c286773277',
      name: 'render',
      startMs: 1_000,
      endMs: 4_000,
    };
    const nowUnixNano = SAMPLE_START_UNIX_NANO + 30_000_000_000n;
    expect(renderWaterfall([marker(job), beat(other)], { width: 64, nowUnixNano })).toBe(RUNNING_64);
  });
});

const RUNNING_64 = `job
trace 0af7651916cd43dd8448eb211c80319c
2025-10-24 12:06:31.000 UTC · 30s · 2 spans · 1 running
1 stale · ■ shop-api

                  0             10s           20s          30s
                  ┬─────────────┬─────────────┬────────────┬
job               █████████████████████████████████████████▸ 30s
└ render           ▐███▹ stale                                3s

█▸ running · █▹ stale
`;

function withEvent(span: ReturnType<typeof makeSpan>, name: string): ReturnType<typeof makeSpan> {
  const time = makeSpan({ spanId: 'e', startMs: 9_000 }).startTime;
  return { ...span, events: [{ name, time, attributes: {} }] };
}
