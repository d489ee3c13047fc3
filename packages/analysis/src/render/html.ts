import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { sanitizeText } from '../layout/safe-text.js';
import { toViewModel, type ViewModelOptions } from '../view/view-model.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH, PAGE_STYLE, PAGE_STYLE_HASH } from './html-parts.js';

/** How a page of traces is made. */
export interface RenderHtmlOptions extends ViewModelOptions {
  /** Default: the name of the newest trace. */
  readonly title?: string;
}

/** Nothing but the one style and the one script of ours: no network, no frames, no forms, no other address. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src '${PAGE_SCRIPT_HASH}'`,
  `style-src '${PAGE_STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Writes any number of traces as one HTML file that needs nothing else: it opens from disk, offline, for years.
 *
 * Everything that comes from spans stands in one JSON block that no browser executes, and reaches the page as text; the
 * content security policy allows our script and style by their hashes and nothing besides. `#/trace/ID` opens a trace,
 * `#/trace/ID/span/ID` a span.
 */
export function renderHtml(spans: readonly ReadableSpan[], options: RenderHtmlOptions = {}): string {
  const model = toViewModel(spans, options);
  const title = options.title ?? model.traces[0]?.name ?? 'No spans';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="spanbridge">
<title>${escapeHtml(sanitizeText(title))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<div id="spanbridge-view"></div>
<noscript>This page draws its traces with JavaScript, which is turned off.</noscript>
<script type="application/json" id="spanbridge-data">${scriptSafeJson(model)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/**
 * What may not stand in the JSON block as it is: `<` could end the script element or open a comment, and the page may
 * be
 * written to a terminal, which acts on control characters and on marks that turn the direction of writing.
 */
const UNSAFE_IN_SCRIPT = /[<\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function scriptSafeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSAFE_IN_SCRIPT,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
