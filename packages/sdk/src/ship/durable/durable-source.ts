import type { FilePosition } from '../../sources/file-position.js';
import type { Frame } from '../../sources/frame.js';
import type { ResolvedInput } from '../../sources/inputs.js';
import { type FileTail, tailFiles } from '../../sources/tail-files.js';
import type { KnownSource, TailEvent, TailOptions } from '../../sources/tail-options.js';
import { IDLE, withIdle } from '../../sources/with-idle.js';
import { TELLING_TICK_MS } from '../provisional/provisional-rules.js';
import type { RecordRun } from '../record-run.js';
import type { ShipOptions } from '../ship-options.js';

/** How often a source that has nothing new says so. */
export const SOURCE_TICK_MS = 200;

/** The same for stdin, of which what is read and not written is gone with the process. */
const STDIN_TICK_MS = 50;

/** Something that a source has read. */
export type SourceItem =
  /** Lines of a followed file; the run has still to take them. */
  | {
      readonly kind: 'piece';
      readonly sourceId: string;
      readonly file: string;
      readonly frames: readonly Frame[];
      readonly position: FilePosition;
      /** It had no more when it was read. */
      readonly isAtEnd: boolean;
    }
  /** The run has taken a part of an input that cannot be read again from where it stood. */
  | { readonly kind: 'taken' }
  /** There is nothing new anywhere. */
  | { readonly kind: 'idle' }
  /** Followed files had nothing for a moment, or take their time to be read: time for what is due. */
  | { readonly kind: 'tick' };

/** What a durable run reads. */
export interface DurableSource {
  items(): AsyncGenerator<SourceItem>;
  /** How far every file was read. */
  positions(): readonly KnownSource[];
  /** Bytes that are there and have not been read; undefined where nobody knows. */
  unreadBytes(): number | undefined;
}

/** What a source gets from its run. */
export interface SourceHooks {
  /** Takes the inputs that are read once. */
  readonly run: RecordRun;
  /** How far files were read by earlier runs. */
  readonly positions: readonly FilePosition[];
  readonly onEvent: (event: TailEvent) => void;
}

/**
 * The source of a run: followed files, or inputs that are read once.
 *
 * @param inputs - what is read once; undefined: the files of the options are followed, or read on from where they stood
 */
export function openSource(
  options: Pick<ShipOptions, 'inputs' | 'follow' | 'startAt' | 'signal' | 'provisional'>,
  inputs: readonly ResolvedInput[] | undefined,
  hooks: SourceHooks,
): DurableSource {
  if (inputs !== undefined) return onceSource(hooks.run, inputs);
  return tailSource({
    isEndless: options.follow === true,
    isTelling: (options.provisional ?? 'hold') !== 'hold',
    patterns: options.inputs,
    startAt: options.startAt ?? 'start',
    positions: hooks.positions,
    pollIntervalMs: SOURCE_TICK_MS,
    onEvent: hooks.onEvent,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/**
 * Files whose positions are kept: followed without end, or, with `isEndless` false, up to what is there now.
 */
function tailSource(
  options: TailOptions & { readonly isEndless: boolean; readonly isTelling: boolean },
): DurableSource {
  const tail = tailFiles(options);
  return {
    items: () =>
      options.isTelling ? withTicks(tailItems(tail, options.isEndless)) : tailItems(tail, options.isEndless),
    positions: () => tail.positions(),
    unreadBytes: () => tail.unreadBytes(),
  };
}

async function* tailItems(tail: FileTail, isEndless: boolean): AsyncGenerator<SourceItem> {
  for await (const item of tail) {
    if (item.kind === 'piece') yield { ...item, file: item.path };
    else if (isEndless) yield item;
    else return;
  }
}

/** What is due of running spans cannot wait for the next look at the files. */
async function* withTicks(items: AsyncGenerator<SourceItem>): AsyncGenerator<SourceItem> {
  for await (const item of withIdle(items, TELLING_TICK_MS)) yield item === IDLE ? { kind: 'tick' } : item;
}

/** Inputs that are read once, from their start: stdin, or files without a checkpoint. */
function onceSource(run: RecordRun, inputs: readonly ResolvedInput[]): DurableSource {
  return { items: () => onceItems(run, inputs), positions: () => [], unreadBytes: () => undefined };
}

async function* onceItems(run: RecordRun, inputs: readonly ResolvedInput[]): AsyncGenerator<SourceItem> {
  for (const input of inputs) {
    for await (const item of withIdle(run.read(input), STDIN_TICK_MS)) {
      yield { kind: item === IDLE ? 'idle' : 'taken' };
    }
  }
}
