/** What kind of value an option takes; each kind is read by one function, whatever source the text comes from. */
export type OptionKind =
  'flag' | 'text' | 'urls' | 'logsUrl' | 'headers' | 'attributes' | 'count' | 'duration' | 'choice';

/** One option of a command: its flag, its `SPANBRIDGE_` variable, its key in spanbridge.yaml, its line of the help. */
export interface OptionSpec {
  readonly kind: OptionKind;
  /** One or two short sentences for the help. */
  readonly about: string;
  /** The letter of its short flag. */
  readonly short?: string;
  /** The placeholder of the value in the help; none for a flag. */
  readonly argument?: string;
  /** The default as the help writes it; left out for a flag, whose default is off. */
  readonly fallback?: string;
  /** The words of a `choice`. */
  readonly choices?: readonly string[];
  /** Bounds of a `count`, or of a `duration` in milliseconds, both inclusive. */
  readonly min?: number;
  readonly max?: number;
}

/** The options of one command by their names in camel case. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** The value that an option has once it is read. */
export type OptionValue<S extends OptionSpec> = S extends { readonly kind: 'flag' }
  ? boolean
  : S extends { readonly kind: 'count' | 'duration' }
    ? number
    : S extends { readonly kind: 'urls' }
      ? readonly string[]
      : S extends { readonly kind: 'headers' | 'attributes' }
        ? ReadonlyMap<string, string>
        : S extends { readonly kind: 'choice'; readonly choices: readonly (infer C)[] }
          ? C
          : string;

/** The options of one command with their values; what no source sets is left out. */
export type Settings<T extends OptionTable> = { readonly [K in keyof T]?: OptionValue<T[K]> };

/** The values of one source before they are typed: option name in camel case → value. */
export type SettingsLayer = Readonly<Record<string, unknown>>;

/** The name of an option on the command line and in spanbridge.yaml: `retryFor` → `retry-for`. */
export function kebabName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The environment variable of an option: `retryFor` → `SPANBRIDGE_RETRY_FOR`. */
export function variableName(name: string): string {
  return `SPANBRIDGE_${kebabName(name).replaceAll('-', '_').toUpperCase()}`;
}
