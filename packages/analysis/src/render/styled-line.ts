import { sanitizeText } from '../layout/safe-text.js';
import { textWidth, truncateText } from '../layout/text-width.js';

/** How a piece of a line looks when colours are on. A service is drawn in the colour of its slot. */
export type Style = 'plain' | 'strong' | 'faint' | 'error' | 'warning' | { readonly serviceSlot: number };

/** A piece of a line with one look; its text is already safe to print. */
export interface Segment {
  readonly text: string;
  readonly style: Style;
}

/** UTF-16 units of one text of a stranger that are looked at; no line shows more, whatever its width. */
const TEXT_UNITS_MAX = 2_048;

/** SGR parameters of the sixteen basic colours, which every terminal theme keeps readable on its own background. */
const SGR_OF_SLOT = ['36', '34', '35', '32', '33', '94', '95', '96'] as const;
const SGR_OF_STYLE = { plain: '', strong: '1', faint: '2', error: '31', warning: '33' } as const;

/** A piece of a line. The one gate for text on its way to a terminal: everything is made safe here. */
export function segment(text: string, style: Style = 'plain'): Segment {
  return { text: printable(text), style };
}

/** Text of a stranger as it can be printed and measured, bounded in length. */
export function printable(text: string): string {
  return sanitizeText(text.length > TEXT_UNITS_MAX ? `${text.slice(0, TEXT_UNITS_MAX)}…` : text);
}

/** Columns that the pieces take together. */
export function segmentsWidth(segments: readonly Segment[]): number {
  return segments.reduce((width, { text }) => width + textWidth(text), 0);
}

/** The pieces cut to so many columns; `…` stands for what was cut. */
export function clipSegments(segments: readonly Segment[], widthMax: number): Segment[] {
  if (segmentsWidth(segments) <= widthMax) return [...segments];
  const clipped: Segment[] = [];
  let room = widthMax;
  for (const { text, style } of segments) {
    if (room <= 0) break;
    const fitted = truncateText(text, room);
    clipped.push({ text: fitted, style });
    if (fitted !== text) break;
    room -= textWidth(fitted);
  }
  return clipped;
}

/** The pieces cut or filled with spaces to exactly so many columns. */
export function fitSegments(segments: readonly Segment[], width: number): Segment[] {
  const clipped = clipSegments(segments, width);
  const missing = width - segmentsWidth(clipped);
  return missing > 0 ? [...clipped, { text: ' '.repeat(missing), style: 'plain' }] : clipped;
}

/** One line of output, without spaces at its end and with SGR sequences only if colours are on. */
export function paintLine(segments: readonly Segment[], colors: boolean): string {
  const shown = withoutTrailingSpaces(segments);
  if (!colors) return shown.map(({ text }) => text).join('');
  return shown.map(({ text, style }) => paint(text, sgrOf(style))).join('');
}

function paint(text: string, sgr: string): string {
  return sgr === '' || text.trim() === '' ? text : `\u001b[${sgr}m${text}\u001b[0m`;
}

function sgrOf(style: Style): string {
  return typeof style === 'string' ? SGR_OF_STYLE[style] : (SGR_OF_SLOT[style.serviceSlot % SGR_OF_SLOT.length] ?? '');
}

function withoutTrailingSpaces(segments: readonly Segment[]): Segment[] {
  const kept = [...segments];
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const text = last.text.trimEnd();
    if (text === '') continue;
    kept.push({ text, style: last.style });
    break;
  }
  return kept;
}
