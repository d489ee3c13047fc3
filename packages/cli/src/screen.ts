import type { Host } from './host.js';

/** How pictures are drawn on stdout. */
export interface Screen {
  readonly width: number;
  readonly colors: boolean;
}

/** The width where nothing says otherwise: output that goes to a file or a pipe. */
const WIDTH_DEFAULT = 80;

/** Widths that a picture can be drawn in; anything else in COLUMNS is a mistake and is ignored. */
const WIDTH_MIN = 40;
const WIDTH_MAX = 1000;

/**
 * What stdout can show: an explicit width, else COLUMNS, else the terminal's, else 80; colours on a terminal only, and
 * not when NO_COLOR is set to anything (no-color.org) or the terminal says that it is dumb.
 */
export function screenOf(host: Host, explicitWidth?: number): Screen {
  const { stdout } = host.output;
  const width = explicitWidth ?? columnsVariable(host.env['COLUMNS']) ?? stdout.columns ?? WIDTH_DEFAULT;
  const colors = stdout.isTerminal && (host.env['NO_COLOR'] ?? '') === '' && host.env['TERM'] !== 'dumb';
  return { width: Math.min(Math.max(width, WIDTH_MIN), WIDTH_MAX), colors };
}

function columnsVariable(text: string | undefined): number | undefined {
  const columns = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0;
  return columns >= WIDTH_MIN && columns <= WIDTH_MAX ? columns : undefined;
}
