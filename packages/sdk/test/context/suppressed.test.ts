import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { untraced } from '@spanbridge/otlp';
import { AsyncContext } from '../../src/context/async-context.js';
import { isTracingSuppressed } from '../../src/context/suppressed.js';

afterEach(() => {
  context.disable();
});

it('work that transports do untraced is seen as such, and nothing else is', () => {
  context.setGlobalContextManager(new AsyncContext(ROOT_CONTEXT));
  expect(untraced(() => isTracingSuppressed(context.active()))).toBe(true);
  expect(isTracingSuppressed(context.active())).toBe(false);
});
