import { isSpanbridgeError, SpanbridgeError } from '@spanbridge/core';
import { formatDurationOption, parseDurationMs, resolveLogsUrl, resolveTracesUrl } from '@spanbridge/sdk';
import { cliError } from '../errors.js';
import { didYouMean } from './nearest.js';
import type { OptionSpec } from './option-spec.js';

/** A name of an HTTP header field (RFC 9110: a token). */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What a value of an HTTP header field may not have: control characters but the tab, and what Latin-1 cannot write. */
// eslint-disable-next-line no-control-regex -- these are exactly the characters that are looked for
const HEADER_VALUE_INVALID = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

const TRUE_WORDS = ['true', '1', 'yes', 'on'];
const FALSE_WORDS = ['false', '0', 'no', 'off'];

/**
 * Reads the texts that one source gives for an option.
 *
 * @param label - how the message names the source: `--retry-for`, `SPANBRIDGE_RETRY_FOR`, `spanbridge.yaml:3:1: …`
 * @param texts - one text, or several for an option that may be repeated; a flag reads `true` and `false`
 * @throws SpanbridgeError `INVALID_OPTION` or `INVALID_ENDPOINT`; values of headers are never quoted in it, they are
 * often secrets
 */
export function readOptionValue(spec: OptionSpec, label: string, texts: readonly string[]): unknown {
  const text = texts.at(-1) ?? '';
  switch (spec.kind) {
    case 'flag':
      return readFlag(label, text);
    case 'text':
      return readText(label, text);
    case 'urls':
      return texts.map((url) => readUrl(label, url, resolveTracesUrl));
    case 'logsUrl':
      return readUrl(label, text, resolveLogsUrl);
    case 'headers':
      return readHeaders(label, texts);
    case 'attributes':
      return readAttributes(label, texts);
    case 'count':
      return readCount(spec, label, text);
    case 'duration':
      return readDuration(spec, label, text);
    case 'choice':
      return readChoice(spec, label, text);
  }
}

function readFlag(label: string, text: string): boolean {
  const word = text.toLowerCase();
  if (TRUE_WORDS.includes(word)) return true;
  if (FALSE_WORDS.includes(word)) return false;
  throw cliError('INVALID_OPTION', `${label} "${text}" is neither true nor false.`);
}

function readText(label: string, text: string): string {
  if (text !== '') return text;
  throw cliError('INVALID_OPTION', `${label} is empty. Give it a value, or leave it out.`);
}

/** The URL of a signal: a base gets its path here, where the text is still known to be an option of ours. */
function readUrl(label: string, text: string, resolve: (text: string) => string): string {
  try {
    return resolve(text);
  } catch (error) {
    if (!isSpanbridgeError(error)) throw error;
    throw new SpanbridgeError(error.code, `${label}: ${error.message}`);
  }
}

function readHeaders(label: string, texts: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const text of texts) {
    const { key, value } = readPair(label, text);
    if (!HEADER_NAME.test(key)) {
      throw cliError('INVALID_OPTION', `${label}: "${key}" is not a valid name of an HTTP header.`);
    }
    if (HEADER_VALUE_INVALID.test(value)) {
      throw cliError('INVALID_OPTION', `${label}: the value of "${key}" has characters that no HTTP header may have.`);
    }
    // Names of headers are equal in any case; one spelling lets a higher source replace the value of a lower one.
    headers.set(key.toLowerCase(), value);
  }
  return headers;
}

function readAttributes(label: string, texts: readonly string[]): ReadonlyMap<string, string> {
  const pairs = texts.map((text) => readPair(label, text));
  return new Map(pairs.map(({ key, value }) => [key, value]));
}

function readPair(label: string, text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf('=');
  const key = text.slice(0, Math.max(at, 0)).trim();
  if (key !== '') return { key, value: text.slice(at + 1).trim() };
  throw cliError('INVALID_OPTION', `${label} takes KEY=VALUE, and this one has no key before a "=".`);
}

function readCount(spec: OptionSpec, label: string, text: string): number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = spec;
  const count = /^\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (count >= min && count <= max) return count;
  throw cliError('INVALID_OPTION', `${label} "${text}" is not a whole number from ${min} to ${max}.`);
}

function readDuration(spec: OptionSpec, label: string, text: string): number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = spec;
  const durationMs = parseDurationMs(text);
  if (durationMs === undefined) {
    const rule = 'Write a number with its unit: ms, s, m, h or d, such as 500ms or 30s.';
    throw cliError('INVALID_OPTION', `${label} "${text}" is not a duration. ${rule}`);
  }
  if (durationMs >= min && durationMs <= max) return durationMs;
  const range = `${formatDurationOption(min)} to ${formatDurationOption(max)}`;
  throw cliError('INVALID_OPTION', `${label} "${text}" is outside of ${range}.`);
}

function readChoice(spec: OptionSpec, label: string, text: string): string {
  const choices = spec.choices ?? [];
  if (choices.includes(text)) return text;
  const known = `This version has: ${choices.join(', ')}.${didYouMean(text, choices)}`;
  throw cliError('INVALID_OPTION', `${label} "${text}" is not one of its values. ${known}`);
}
