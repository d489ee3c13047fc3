import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Context, context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { createFetchTransport } from '../../src/transport/fetch-transport.js';
import { createHttpTransport } from '../../src/transport/http-transport.js';
import { untraced } from '../../src/transport/untraced.js';
import { closeReceivers, startReceiver } from '../support/http-receiver.js';

/** The context manager of an application, as far as it is needed here. */
class Contexts implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();
  active = (): Context => this.storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (value, work, self, ...args) =>
    this.storage.run(value, () => work.apply(self as ThisParameterType<typeof work>, args));
  bind: ContextManager['bind'] = (_value, target) => target;
  enable = (): this => this;
  disable = (): this => this;
}

const isSuppressed = (): boolean => isTracingSuppressed(context.active());

beforeAll(() => context.setGlobalContextManager(new Contexts()));
afterAll(() => {
  context.disable();
});
afterEach(closeReceivers);

describe('untraced', () => {
  it('has the SDK look away while the work is done, and no longer', () => {
    expect(isSuppressed()).toBe(false);
    expect(untraced(isSuppressed)).toBe(true);
    expect(isSuppressed()).toBe(false);
  });
});

describe('the request of a transport', () => {
  it('over fetch is made where nothing is traced', async () => {
    const seen: boolean[] = [];
    const spy: typeof fetch = () => {
      seen.push(isSuppressed());
      return Promise.resolve(new Response());
    };
    await createFetchTransport({ url: 'http://127.0.0.1:1/v1/traces', fetch: spy }).send(Uint8Array.of(1));
    expect(seen).toEqual([true]);
  });

  it('over HTTP is made where nothing is traced', async () => {
    const { url } = await startReceiver((response) => response.end());
    const transport = createHttpTransport({ url });
    const seen: boolean[] = [];
    const onStart = (): void => {
      seen.push(isSuppressed());
    };
    subscribe('http.client.request.start', onStart);
    try {
      expect(await transport.send(Uint8Array.of(1))).toEqual({ status: 'success' });
    } finally {
      unsubscribe('http.client.request.start', onStart);
      transport.close();
    }
    expect(seen).toEqual([true]);
  });
});
