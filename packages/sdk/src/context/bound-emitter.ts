/* eslint-disable @typescript-eslint/unbound-method -- the methods are called with the emitter as `this` */
import { EventEmitter } from 'node:events';

type Listener = (...args: unknown[]) => unknown;

const ADDING = ['addListener', 'on', 'once', 'prependListener', 'prependOnceListener'] as const;

const REMOVING = ['removeListener', 'off'] as const;

/** The listeners of an emitter as they were given, each with its bound form; marks the emitter as bound, too. */
const BOUND = Symbol('spanbridge.bound-listeners');

type BoundListeners = Map<string | symbol, WeakMap<Listener, Listener>>;

/** Answers whether a value emits events as those of Node do. */
export function isEmitter(value: unknown): value is EventEmitter {
  return value instanceof EventEmitter;
}

/**
 * Binds the listeners that are added to an emitter from now on, by methods of this one object. Listeners are removed by
 * the function that was added. Binding an emitter again changes nothing: its first context stays.
 */
export function bindEmitter<E extends EventEmitter>(emitter: E, bind: (listener: Listener) => Listener): E {
  const marked = emitter as E & { [BOUND]?: BoundListeners };
  if (marked[BOUND] !== undefined) return emitter;
  const bound: BoundListeners = new Map();
  Object.defineProperty(emitter, BOUND, { value: bound });
  for (const name of ADDING) {
    if (typeof emitter[name] === 'function') replace(emitter, name, addingMethod(emitter[name], bound, bind));
  }
  for (const name of REMOVING) {
    if (typeof emitter[name] === 'function') replace(emitter, name, removingMethod(emitter[name], bound));
  }
  replace(emitter, 'removeAllListeners', clearingMethod(emitter.removeAllListeners, bound));
  return emitter;
}

type Method = (this: EventEmitter, ...args: never[]) => EventEmitter;

function replace(emitter: EventEmitter, name: string, value: unknown): void {
  Object.defineProperty(emitter, name, { value, writable: true, configurable: true });
}

function addingMethod(method: Method, bound: BoundListeners, bind: (listener: Listener) => Listener): Method {
  return function (this: EventEmitter, ...args: never[]) {
    const [event, listener] = args as unknown as [string | symbol, Listener];
    // `once` of Node calls `on` with a wrapper that has the listener of the user in `listener`, which we have bound.
    if (typeof listener !== 'function' || isBoundWrapper(listener, bound.get(event))) return method.apply(this, args);
    const listeners = bound.get(event) ?? new WeakMap<Listener, Listener>();
    bound.set(event, listeners);
    const ours = listeners.get(listener) ?? bind(listener);
    listeners.set(listener, ours);
    BOUND_LISTENERS.add(ours);
    return method.apply(this, [event, ours] as unknown as never[]);
  };
}

/** Every function that `bindEmitter` has made. */
const BOUND_LISTENERS = new WeakSet<Listener>();

function isBoundWrapper(listener: Listener, listeners: WeakMap<Listener, Listener> | undefined): boolean {
  const inner = (listener as { listener?: Listener }).listener;
  return listeners !== undefined && inner !== undefined && BOUND_LISTENERS.has(inner);
}

function removingMethod(method: Method, bound: BoundListeners): Method {
  return function (this: EventEmitter, ...args: never[]) {
    const [event, listener] = args as unknown as [string | symbol, Listener];
    const ours = bound.get(event)?.get(listener) ?? listener;
    return method.apply(this, [event, ours] as unknown as never[]);
  };
}

function clearingMethod(method: Method, bound: BoundListeners): Method {
  return function (this: EventEmitter, ...args: never[]) {
    const [event] = args as unknown as [string | symbol | undefined];
    if (event === undefined) bound.clear();
    else bound.delete(event);
    return method.apply(this, args);
  };
}
