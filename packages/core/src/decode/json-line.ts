/** The value of one JSON text, or why it is none. */
export type JsonLineResult =
  { readonly status: 'parsed'; readonly value: unknown } | { readonly status: 'invalid'; readonly detail: string };

/** The words that Python writes for numbers that JSON does not have. */
const PYTHON_TOKENS = /NaN|Infinity/;

/** A token outside of strings that `JSON.parse` may refuse or round. */
const BARE_TOKEN = /-?\b(?:NaN|Infinity)\b|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A byte order mark; editors and some Windows programs put one in front of a line. */
const BYTE_ORDER_MARK = 0xfeff;
const BACKSLASH = 0x5c;

function quoteToken(token: string): string {
  if (/[NI]/.test(token)) return `"${token}"`;
  // Only whole numbers lose digits that matter; a decimal is a double for every JSON writer.
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

/** Index behind the string that opens at `open`; the end of the text when it never closes. */
function skipString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/**
 * Puts quotes around bare tokens, leaving strings alone. A scan and not one regular expression over strings and tokens:
 * that one backtracks over every escaped quote of a torn line, which takes minutes on 16 MB.
 */
function quoteBareTokens(text: string): string {
  const parts: string[] = [];
  let position = 0;
  while (position < text.length) {
    const found = text.indexOf('"', position);
    const open = found === -1 ? text.length : found;
    parts.push(text.slice(position, open).replace(BARE_TOKEN, quoteToken));
    position = skipString(text, open);
    parts.push(text.slice(open, position));
  }
  return parts.join('');
}

/**
 * The parser's complaint without the piece of the input that it quotes: that may be private, and of any length. It
 * stands behind the first double quote, so nothing behind one is looked at. Engines word their complaints differently.
 *
 * @param charactersBefore - of the line, in front of the text; undefined when the text is not the line as it stands
 */
function describeFault(error: unknown, charactersBefore: number | undefined): string {
  const message = error instanceof Error ? error.message : '';
  if (/^(?:Unexpected end of JSON|Unterminated string)/.test(message)) return 'it ends inside a value';
  const token = /^Unexpected token '?([^])'?[, ]/u.exec(message)?.[1];
  if (token !== undefined) return `unexpected character ${JSON.stringify(token)}`;
  const position = /^[^"]* at position (\d+)/.exec(message)?.[1];
  if (position === undefined || charactersBefore === undefined) return 'it is no JSON value';
  return `it is no JSON from character ${Number(position) + charactersBefore + 1} on`;
}

function tryParse(text: string, charactersBefore: number | undefined): JsonLineResult {
  try {
    return { status: 'parsed', value: JSON.parse(text) as unknown };
  } catch (error) {
    return { status: 'invalid', detail: describeFault(error, charactersBefore) };
  }
}

/**
 * Answers whether a parsed value holds a whole number beyond 2^53, whose last digits `JSON.parse` has rounded away.
 * Looking at the value is several times cheaper than looking for long digits in the text, where ids are full of them.
 */
function hasRoundedInteger(root: unknown): boolean {
  if (typeof root !== 'object' || root === null) return isRoundedInteger(root);
  const stack: object[] = [root];
  for (let container = stack.pop(); container !== undefined; container = stack.pop()) {
    for (const key in container) {
      const value = (container as Record<string, unknown>)[key];
      if (typeof value === 'object') {
        if (value !== null) stack.push(value);
      } else if (isRoundedInteger(value)) return true;
    }
  }
  return false;
}

function isRoundedInteger(value: unknown): boolean {
  // An integer of 310 digits is rounded to Infinity.
  return (
    typeof value === 'number' && !Number.isSafeInteger(value) && (Number.isInteger(value) || !Number.isFinite(value))
  );
}

/**
 * Reads one line (or one element of an array) of untrusted JSON. Never throws.
 *
 * Three kindnesses that `JSON.parse` lacks: integers beyond 2^53 become their digits as a string, the bare tokens
 * `NaN`, `Infinity` and `-Infinity` of Python become strings, and a byte order mark in front is dropped.
 */
export function parseJsonLine(text: string): JsonLineResult {
  const marks = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const body = text.slice(marks);
  const result = tryParse(body, marks);
  const isRounded = result.status === 'parsed' && hasRoundedInteger(result.value);
  const isPython = result.status === 'invalid' && PYTHON_TOKENS.test(body);
  if (!isRounded && !isPython) return result;
  const quoted = quoteBareTokens(body);
  return tryParse(quoted, quoted.length === body.length ? marks : undefined);
}
