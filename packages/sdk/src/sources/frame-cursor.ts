import { type ByteWindow } from './byte-window.js';
import { type Frame } from './frame.js';

/** What the framer reads next: a line, the rest of a line behind a JSON value, between elements, or inside a value. */
export type FramingMode = 'line' | 'rest' | 'array' | 'value';

/** The mode that comes next, or `more` when the bytes of the window are used up. */
export type FramingStep = FramingMode | 'more';

/** Where the framer stands; shared by the readers of its modes, which move it on. */
export interface FrameCursor {
  readonly window: ByteWindow;
  readonly lineBytesMax: number;
  /** Offset in the input of the first byte that is still needed. */
  at: number;
  /** Number of the line that {@link at} is on, from 1. */
  line: number;
  /** White space at the start of the line that {@link at} is on; kept inside arrays only. */
  indent: number;
  /** True while that white space is still being counted. */
  isIndenting: boolean;
  /** Frames of the call that is running. */
  frames: Frame[];
  /** True when no more bytes will come. */
  isEnd: boolean;
}
