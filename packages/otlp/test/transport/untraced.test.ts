import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { context, createContextKey, ROOT_CONTEXT, trace, type Context, type ContextManager } from '@opentelemetry/api';
import { createFetchTransport } from '../../src/transport/fetch-transport.js';
import { createHttpTransport } from '../../src/transport/http-transport.js';
import { closeReceivers, startReceiver } from '../support/http-receiver.js';

/** As all versions of the SDK spell it. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

const storage = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, work, thisArg, ...args) => storage.run(active, () => work.apply(thisArg, args)),
  bind: (_context, target) => target,
  enable: () => manager,
  disable: () => manager,
};

interface Seen {
  readonly isSuppressed: boolean;
  readonly traceId: string | undefined;
}

function look(): Seen {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return { isSuppressed: context.active().getValue(SUPPRESS_TRACING) === true, traceId };
}

beforeEach(() => {
  context.setGlobalContextManager(manager);
});

afterEach(async () => {
  context.disable();
  await closeReceivers();
});

/** Runs work as a request of the program would, under a span of its own. */
function inRequest<T>(work: () => T): T {
  const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
  return context.with(trace.setSpan(ROOT_CONTEXT, span), work);
}

const UNSEEN: Seen = { isSuppressed: true, traceId: undefined };

it('no request over HTTP is traced, nor belongs to the span in which it began', async () => {
  const { url } = await startReceiver((response) => response.end());
  const seen: Seen[] = [];
  const note = (): void => {
    seen.push(look());
  };
  subscribe('http.client.request.start', note);
  const plain = createHttpTransport({ url });
  const gzipped = createHttpTransport({ url, compression: 'gzip' });
  try {
    for (const transport of [plain, gzipped]) {
      expect(await inRequest(() => transport.send(Uint8Array.of(1)))).toEqual({ status: 'success' });
    }
    expect(seen).toEqual([UNSEEN, UNSEEN]);
  } finally {
    unsubscribe('http.client.request.start', note);
    plain.close();
    gzipped.close();
  }
});

it('no request of fetch is traced', async () => {
  const seen: Seen[] = [];
  const transport = createFetchTransport({
    url: 'http://127.0.0.1:4318/v1/traces',
    fetch: () => {
      seen.push(look());
      return Promise.resolve(new Response(null, { status: 200 }));
    },
  });
  await inRequest(() => transport.send(Uint8Array.of(1)));
  expect(seen).toEqual([UNSEEN]);
});
