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

/**
 * Options as a text, to tell whether two calls want the same. Objects of classes are told apart by class alone, and so
 * are those that JSON cannot say.
 */
export function describeOptions(options: RegisterOptions): string {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  const parts = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, describeValue(value)]);
  return `{${parts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

function describeValue(option: unknown): string {
  try {
    return JSON.stringify(option, (_key, value: unknown) => {
      if (typeof value === 'function') return `function ${value.name}`;
      if (typeof value === 'bigint') return `${value}n`;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const prototype: unknown = Object.getPrototypeOf(value);
      return prototype === Object.prototype || prototype === null ? value : `object ${classNameOf(value)}`;
    });
  } catch {
    // It holds itself, or a getter throws.
    return '"object"';
  }
}

function classNameOf(value: object): string {
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor?.name ?? '';
}
