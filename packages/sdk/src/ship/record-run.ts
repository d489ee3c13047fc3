import { performance } from 'node:perf_hooks';
import type { Resource } from '@opentelemetry/resources';
import {
  Ledger,
  type RecordBridge,
  RecordPipeline,
  type RecordPipelineOptions,
  isSpanbridgeError,
} from '@spanbridge/core';
import { encodeSpanEvent } from '@spanbridge/otlp';
import { isCrashFile, readCrashFile } from '../crash/read-crash-file.js';
import type { Frame } from '../sources/frame.js';
import type { ResolvedInput } from '../sources/inputs.js';
import { readFrames } from '../sources/read-frames.js';
import { CRASH_FORMAT } from './crash-header-bridge.js';
import type { DeadLetterFile } from './dead-letter.js';
import type { ShipEvent } from './ship-options.js';
import { createSummary, type ShipSummary } from './summary.js';

/** Options of a {@link RecordRun}. */
export interface RecordRunOptions {
  readonly bridges: readonly RecordBridge[];
  readonly resource: Resource;
  readonly onSpan: RecordPipelineOptions['onSpan'];
  /** Heartbeats and stops of running spans. */
  readonly onPartial?: RecordPipelineOptions['onPartial'];
  /** Limits of the table of pending spans. */
  readonly limits?: RecordPipelineOptions['limits'];
  readonly onEvent: (event: ShipEvent) => void;
  readonly deadLetter?: DeadLetterFile | undefined;
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What stands for stdin in messages. */
export const STDIN_NAME = '(stdin)';

/** One pass over inputs: frames → records → spans, with the ledger of it. Shared by shipping and looking. */
export class RecordRun {
  readonly ledger = new Ledger();
  readonly pipeline: RecordPipeline;
  bytesRead = 0;
  private files = 0;
  private currentFile = '';
  private readonly startedAtMs = performance.now();

  constructor(private readonly options: RecordRunOptions) {
    this.pipeline = new RecordPipeline({
      bridges: options.bridges,
      ledger: this.ledger,
      resource: options.resource,
      encodeEvent: encodeSpanEvent,
      onSpan: options.onSpan,
      ...(options.onPartial === undefined ? {} : { onPartial: options.onPartial }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      onTurnedAway: ({ line, text, status, reason, ...rest }) => {
        const detail = 'detail' in rest ? rest.detail : '';
        const event: ShipEvent = { type: status, file: this.currentFile, line, reason, detail };
        options.onEvent(event);
        if (status === 'rejected') options.deadLetter?.write({ ...event, text });
      },
    });
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAtMs;
  }

  /** Counts an input that is read by somebody else, who hands its frames to {@link RecordRun.acceptFrames}. */
  noteFile(): void {
    this.files += 1;
  }

  /** Takes frames of a named input. */
  acceptFrames(file: string, frames: readonly Frame[]): void {
    this.currentFile = file;
    for (const frame of frames) this.accept(frame);
  }

  /**
   * Reads one input. Yields after every piece, so that the caller can send what has left before more is read.
   * An input that breaks off in the middle is told as one rejected record; what stood before it is kept.
   */
  async *read(input: ResolvedInput): AsyncGenerator<void> {
    this.files += 1;
    this.currentFile = input.kind === 'stdin' ? STDIN_NAME : input.path;
    const { stdin, signal } = this.options;
    if (input.kind === 'file' && this.holdsCrashFile(input.path)) {
      yield* this.readCrashed(input.path);
      return;
    }
    const onBytes = (count: number): void => {
      this.bytesRead += count;
    };
    let lastLine = 0;
    try {
      const frames = readFrames(input, {
        onBytes,
        ...(stdin === undefined ? {} : { stdin }),
        ...(signal === undefined ? {} : { signal }),
      });
      for await (const piece of frames) {
        for (const frame of piece) this.accept(frame);
        lastLine = piece.at(-1)?.line ?? lastLine;
        yield;
      }
    } catch (error) {
      if (!isSpanbridgeError(error)) throw error;
      this.pipeline.reject({ line: lastLine + 1, text: '' }, 'truncated-line', error.message);
    }
  }

  /** The summary of what was read and of what became of it. */
  summarise(): ShipSummary {
    return createSummary(this.ledger, { files: this.files, bytesRead: this.bytesRead, durationMs: this.elapsedMs });
  }

  /** Said so by the format, or by the first bytes where every format is asked for. */
  private holdsCrashFile(path: string): boolean {
    const formats = this.options.bridges.map(({ format }) => format);
    return formats.includes(CRASH_FORMAT) && (formats.length === 1 || isCrashFile(path));
  }

  /** A crash file is one document: what is open is known at its end. */
  private async *readCrashed(path: string): AsyncGenerator<void> {
    const file = await readCrashFile(path).catch((error: unknown) => {
      this.pipeline.reject({ line: 1, text: '' }, 'truncated-line', `The crash file cannot be read: ${String(error)}`);
      return undefined;
    });
    if (file === undefined) return;
    const { spans, damaged, sizeBytes } = file;
    this.bytesRead += sizeBytes;
    for (const { line, text, detail, isTorn } of damaged) {
      this.pipeline.reject({ line, text }, isTorn ? 'truncated-line' : 'invalid-shape', detail);
    }
    for (const { span, role } of spans) {
      this.pipeline.acceptUnfinished(CRASH_FORMAT, span, role);
      yield;
    }
  }

  private accept(frame: Frame): void {
    const place = { line: frame.line, text: '' };
    switch (frame.kind) {
      case 'text':
        this.pipeline.accept(frame);
        return;
      case 'too-large':
        this.pipeline.reject(place, 'too-large', `${frame.sizeBytes} bytes from byte ${frame.offsetBytes} on`);
        return;
      case 'damaged':
        this.pipeline.reject(place, 'truncated-line', frame.detail);
        return;
    }
  }
}
