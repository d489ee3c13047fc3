import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';
import { bindEmitter, isEmitter } from './bound-emitter.js';

/**
 * Carries the active context along promises, timers and callbacks (a `ContextManager` of the OpenTelemetry API).
 *
 * Where no context was entered, `rootContext` is active: the span that started the process, if there is one.
 */
export class AsyncContext implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  constructor(private readonly rootContext: Context = ROOT_CONTEXT) {}

  active(): Context {
    return this.storage.getStore() ?? this.rootContext;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    run: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    const bound = thisArg === undefined ? run : run.bind(thisArg);
    return this.storage.run(context, bound, ...args);
  }

  /** A function that runs in `context`, or an event emitter whose listeners do; anything else is returned as it is. */
  bind<T>(context: Context, target: T): T {
    if (isEmitter(target)) return bindEmitter(target, (listener) => this.bindFunction(context, listener));
    return typeof target === 'function' ? (this.bindFunction(context, target as unknown as Callable) as T) : target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }

  private bindFunction(context: Context, target: Callable): Callable {
    const { storage } = this;
    const bound = function (this: unknown, ...args: unknown[]): unknown {
      return storage.run(context, () => target.apply(this, args));
    };
    // Frameworks tell handlers apart by their number of parameters.
    Object.defineProperty(bound, 'length', { value: target.length, configurable: true });
    return bound;
  }
}

type Callable = (...args: unknown[]) => unknown;
