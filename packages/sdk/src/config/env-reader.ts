/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value, or why it is ignored. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/**
 * Reads variables as the specification of OpenTelemetry says: an empty one counts as not set, and a value that cannot
 * be read is warned about and ignored, never an error.
 */
export class EnvReader {
  /** One sentence for each value that was ignored, with its variable and what holds instead. */
  readonly warnings: string[] = [];

  constructor(private readonly env: Environment) {}

  /** The text of a variable without white space around it; undefined when it is not set or empty. */
  text(name: string): string | undefined {
    const text = (this.env[name] ?? '').trim();
    return text === '' ? undefined : text;
  }

  /** The first of the variables that is set and can be read. */
  read<T>(names: readonly string[], parse: (text: string) => Parsed<T>): T | undefined {
    for (const name of names) {
      const text = this.text(name);
      if (text === undefined) continue;
      const parsed = parse(text);
      if ('value' in parsed) return parsed.value;
      this.warnings.push(`${name} is ignored: ${parsed.problem}`);
    }
    return undefined;
  }

  /** True only for `true` in any case; any other text is told, since it does not mean true. */
  isTrue(name: string): boolean {
    const parse = (text: string): Parsed<boolean> => {
      const word = text.toLowerCase();
      if (word === 'true' || word === 'false') return { value: word === 'true' };
      return { problem: `"${text}" is neither true nor false. False is used.` };
    };
    return this.read([name], parse) ?? false;
  }

  /** A whole number within a range. */
  count(name: string, range: { readonly min: number; readonly fallback: string }): number | undefined {
    return this.read([name], (text) => parseCount(text, range.min, range.fallback));
  }
}

/** Reads a whole number from `min` on; the problem says what is used instead. */
export function parseCount(text: string, min: number, fallback: string): Parsed<number> {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= min && count < 2 ** 31) return { value: count };
  return { problem: `"${text}" is not a whole number from ${min} on. ${fallback} is used.` };
}

/** Reads one of a few words as it is written; the problem says what is used instead. */
export function parseWord<W extends string>(text: string, words: readonly W[], fallback: string): Parsed<W> {
  const word = words.find((known) => known === text);
  if (word !== undefined) return { value: word };
  return { problem: `"${text}" is none of ${words.join(', ')}. ${fallback} is used.` };
}
