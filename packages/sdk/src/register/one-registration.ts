import type { RegisterOptions, Registration } from './register-options.js';

/**
 * Where the registration of this process is kept. Not a variable of this module: a program that both requires and
 * imports us has this module twice.
 */
const KEY = Symbol.for('spanbridge.registration');

interface KeptRegistration {
  readonly registration: Registration;
  readonly options: string;
}

interface Keeper {
  [KEY]?: KeptRegistration | undefined;
}

/** The registration of this process, made when there is none. Tells when it was made with other options. */
export function oneRegistration(
  options: string,
  warn: (message: string) => void,
  create: () => Registration,
): Registration {
  const keeper = globalThis as Keeper;
  const kept = keeper[KEY];
  if (kept === undefined) {
    const registration = create();
    Object.defineProperty(globalThis, KEY, { value: { registration, options }, configurable: true });
    return registration;
  }
  // Who asks for nothing in particular gets what is there.
  if (options !== kept.options && options !== '{}') {
    warn('register() was called before with other options, which stay. Call it once, with all of them.');
  }
  return kept.registration;
}

/** Lets the next call register anew. @internal */
export function forgetRegistration(): void {
  Reflect.deleteProperty(globalThis, KEY);
}

/** Options as a text, to tell whether two calls want the same. Objects of classes are told apart by class alone. */
export function describeOptions(options: RegisterOptions): string {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))), (_key, value: unknown) => {
    if (typeof value === 'function') return `function ${value.name}`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { name } = value.constructor as { name?: string };
    return Object.getPrototypeOf(value) === Object.prototype ? value : `object ${name ?? ''}`;
  });
}
