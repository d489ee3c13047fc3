// The spans of the matrix: everything that both lines of the SDK can say of a span, with fixed times. It imports
// nothing, so that CommonJS and ES modules run the very same lines.

/** Seconds since 1970; the nanoseconds are such that no number of milliseconds could hold them. */
const BASE_S = 1_790_000_000;
const at = (second, nanos = 123_456_789) => [BASE_S + second, nanos];

const CARRIER = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'congo=t61rcWkgMzE,rojo=00f067aa0ba902b7',
};
const UNSAMPLED = { traceparent: '00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-00' };

const ATTRIBUTES = {
  text: 'Grüße, 世界 😀\n\u0000end',
  'text.empty': '',
  'text.long': 'ä'.repeat(5_000),
  int: 42,
  'int.negative': -7,
  'int.zero': 0,
  'int.largest': Number.MAX_SAFE_INTEGER,
  'int.smallest': Number.MIN_SAFE_INTEGER,
  double: 0.1,
  'double.large': 1.5e300,
  'double.infinite': -Infinity,
  'double.none': NaN,
  yes: true,
  no: false,
  texts: ['a', '', 'ß'],
  ints: [1, -2, 3],
  doubles: [0.5, 2, -0.25],
  booleans: [true, false],
  none: [],
  gaps: ['a', null, 'b'],
};

/** Resolves when the recorder has got `count` spans of this cell. */
async function untilReceived(count, url) {
  const deadlineMs = Date.now() + 60_000;
  while (Number(await (await fetch(url)).text()) < count) {
    if (Date.now() > deadlineMs) throw new Error(`${count} spans have not arrived within a minute.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Makes all spans. Under `marker` those that run while it waits have to be shown before anything else happens. */
async function makeSpans(api, { strategy, url }) {
  const { trace, context, propagation, ROOT_CONTEXT, SpanKind } = api;
  const schemaUrl = 'https://opentelemetry.io/schemas/1.37.0';
  // `trace.getTracer` of the API hands no schema URL on.
  const tracer = trace.getTracerProvider().getTracer('shop.orders', '1.2.3', { schemaUrl });
  const remote = propagation.extract(ROOT_CONTEXT, CARRIER);
  const attributes = { 'http.request.method': 'POST', 'url.path': '/orders' };
  const order = tracer.startSpan('order', { kind: SpanKind.SERVER, startTime: at(0), attributes }, remote);
  const inOrder = trace.setSpan(remote, order);
  const hung = tracer.startSpan('hung', { startTime: at(1), attributes: { attempt: 1 } }, inOrder);
  if (strategy === 'marker') await untilReceived(2, url);
  hung.addEvent('waiting', { for: 'a lock' }, at(30));

  // No turn of the event loop from here on, or markers of further spans would depend on time.
  await context.with(inOrder, () => makeNested(api, tracer));
  makeValues(api, tracer, inOrder);
  makeLimits(tracer, inOrder);
  tracer.startSpan('unsampled', { startTime: at(2) }, propagation.extract(ROOT_CONTEXT, UNSAMPLED)).end(at(3));
  const bare = trace.getTracer('bare').startSpan('root', { startTime: at(9, 0), root: true }, inOrder);
  bare.end(at(9, 0));
  order.updateName('order').setStatus({ code: api.SpanStatusCode.OK });
  order.end(at(40, 999_999_999));
}

/** Children of the active span, also on the far side of an await. */
async function makeNested({ SpanKind, SpanStatusCode, trace }, tracer) {
  await tracer.startActiveSpan('charge', { kind: SpanKind.CLIENT, startTime: at(2) }, async (charge) => {
    await Promise.resolve();
    tracer.startActiveSpan('retry', { startTime: at(3) }, (retry) => {
      retry.recordException({ name: 'TypeError', message: 'no card', stack: 'TypeError: no card\n    at pay' }, at(4));
      retry.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
      retry.end(at(5));
    });
    trace.getActiveSpan().setAttribute('attempts', 2).setAttribute('attempts', 3);
    charge.end(at(6));
  });
}

function makeValues({ SpanKind, trace }, tracer, parent) {
  const ids = trace.getSpanContext(parent);
  const remote = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 0, isRemote: true };
  const links = [{ context: ids }, { context: remote, attributes: ATTRIBUTES }];
  const values = tracer.startSpan('values', { kind: SpanKind.PRODUCER, startTime: at(7), links }, parent);
  values.setAttributes(ATTRIBUTES);
  values.addEvent('plain', at(8)).addEvent('told', ATTRIBUTES, at(8, 1));
  values.addLink({ context: ids, attributes: { added: 'later' } });
  values.end(at(9));
  tracer.startSpan('consumer', { kind: SpanKind.CONSUMER, startTime: at(8), links: [links[1]] }, parent).end(at(8));
}

/** One more of everything than a span may have, and then some. */
function makeLimits(tracer, parent) {
  const span = tracer.startSpan('limits', { startTime: at(10) }, parent);
  const context = { traceId: 'e'.repeat(32), spanId: 'f'.repeat(16), traceFlags: 1 };
  for (let number = 0; number < 131; number += 1) {
    span.setAttribute(`key.${number}`, number);
    span.addEvent(`event ${number}`, at(11, number));
    span.addLink({ context });
  }
  span.end(at(12));
}

module.exports = { makeSpans };
