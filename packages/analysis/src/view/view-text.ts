import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { attributeText, sortedEntries } from '../span/attribute-text.js';

/** A key and its value, both as text. */
export type ViewEntry = readonly [key: string, text: string];

/** The status of a span in words. */
export interface ViewStatus {
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage?: string;
}

/** Characters of one text on a page; a longer one is cut and says by how much. */
export const VIEW_TEXT_CHARS_MAX = 16_384;
/** Attributes of one span or event on a page; the rest is counted among the losses. */
export const VIEW_ATTRIBUTES_MAX = 512;

/** A text that is not longer than a page takes. */
export function cut(text: string): string {
  if (text.length <= VIEW_TEXT_CHARS_MAX) return text;
  return `${text.slice(0, VIEW_TEXT_CHARS_MAX)}… (${text.length - VIEW_TEXT_CHARS_MAX} more characters)`;
}

/** Attributes as texts, in the order of their keys. */
export function toEntries(attributes: Readonly<Record<string, unknown>>): ViewEntry[] {
  return sortedEntries(attributes)
    .slice(0, VIEW_ATTRIBUTES_MAX)
    .map(([key, value]) => [cut(key), cut(attributeText(value))]);
}

/** Status and description. */
export function statusOf(span: ReadableSpan): ViewStatus {
  const { code, message } = span.status;
  const status = code === SpanStatusCode.ERROR ? 'error' : code === SpanStatusCode.OK ? 'ok' : 'unset';
  return message === undefined || message === '' ? { status } : { status, statusMessage: cut(message) };
}

/** A member with a list, left out where the list is empty. */
export function listed<Key extends string, Item>(
  key: Key,
  items: readonly Item[],
): Partial<Record<Key, readonly Item[]>> {
  return items.length === 0 ? {} : ({ [key]: items } as Record<Key, readonly Item[]>);
}
