import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncContext } from '../../src/context/async-context.js';
import { isTracingSuppressed, untraced } from '../../src/context/suppressed.js';

afterEach(() => {
  context.disable();
});

it('what is done untraced is in a context of its own, and only that', () => {
  context.setGlobalContextManager(new AsyncContext(ROOT_CONTEXT));
  const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
  const seen = context.with(trace.setSpan(ROOT_CONTEXT, span), () =>
    untraced(() => [isTracingSuppressed(context.active()), trace.getActiveSpan()]),
  );
  expect(seen).toEqual([true, undefined]);
  expect(isTracingSuppressed(context.active())).toBe(false);
});
