import { type Frame } from '../../src/sources/frame.js';
import { type TailClock } from '../../src/sources/tail-clock.js';
import { type FileTail, tailFiles } from '../../src/sources/tail-files.js';
import {
  type KnownSource,
  type TailEvent,
  type TailItem,
  type TailOptions,
  type TailPiece,
} from '../../src/sources/tail-options.js';

/** Time that moves only when a test moves it. */
export class HandClock implements TailClock {
  private timeMs = 0;
  private readonly sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();

  readonly nowMs = (): number => this.timeMs;

  readonly sleep = (delayMs: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const sleeper = { untilMs: this.timeMs + delayMs, wake: resolve };
      this.sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        this.sleepers.delete(sleeper);
        resolve();
      });
    });

  /** Whether somebody waits for the time to pass. */
  get isSlept(): boolean {
    return this.sleepers.size > 0;
  }

  advance(byMs: number): void {
    this.timeMs += byMs;
    for (const sleeper of [...this.sleepers]) {
      if (sleeper.untilMs > this.timeMs) continue;
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

/** One line that was handed out. */
export interface TakenLine {
  readonly sourceId: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

const POLL_MS = 200;

/** Follows files with a clock of its own, and keeps everything that is handed out. */
export class Tailing {
  readonly clock = new HandClock();
  readonly events: TailEvent[] = [];
  readonly lines: TakenLine[] = [];
  readonly pieces: TailPiece[] = [];
  private readonly stop = new AbortController();
  private readonly tail: FileTail;
  private readonly items: AsyncGenerator<TailItem, void, undefined>;

  constructor(options: TailOptions) {
    this.tail = tailFiles({
      clock: this.clock,
      watch: false,
      signal: this.stop.signal,
      onEvent: (event) => {
        this.events.push(event);
      },
      ...options,
    });
    this.items = this.tail[Symbol.asyncIterator]();
  }

  /** The texts of all lines so far; other frames by their kind. */
  get texts(): readonly string[] {
    return this.lines.map(({ text }) => text);
  }

  /** Events of these types, without their details. */
  told(...types: TailEvent['type'][]): readonly Record<string, unknown>[] {
    return this.events.flatMap((event) => {
      if (event.type === 'warning' || !types.includes(event.type)) return [];
      const { detail: _detail, ...rest } = event;
      return [rest];
    });
  }

  get warnings(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  }

  positions(): readonly KnownSource[] {
    return this.tail.positions();
  }

  unreadBytes(): number {
    return this.tail.unreadBytes();
  }

  /** Asks for the next item; time passes a poll at a time while the tail sleeps. */
  async next(): Promise<TailItem | undefined> {
    const next = await this.passTime(this.items.next());
    if (next.done === true) return undefined;
    if (next.value.kind === 'piece') this.keep(next.value);
    return next.value;
  }

  /** Goes on until nothing came for so many looks. */
  async settle(idleLooks = 3): Promise<void> {
    let idle = 0;
    while (idle < idleLooks) {
      const item = await this.next();
      if (item === undefined) return;
      idle = item.kind === 'idle' ? idle + 1 : 0;
    }
  }

  /** Goes on until the next piece has come, which is not taken before more is asked for. */
  async piece(): Promise<TailPiece> {
    for (let looks = 0; looks < 100; looks++) {
      const item = await this.next();
      if (item?.kind === 'piece') return item;
    }
    throw new Error('No piece came in 100 looks.');
  }

  async end(): Promise<void> {
    this.stop.abort();
    await this.items.return(undefined);
  }

  private async passTime<T>(pulling: Promise<T>): Promise<T> {
    const pending = Symbol('pending');
    for (;;) {
      const first = await Promise.race([pulling, new Promise<typeof pending>((r) => setImmediate(r, pending))]);
      if (first !== pending) return first;
      if (this.clock.isSlept) this.clock.advance(POLL_MS);
    }
  }

  private keep(piece: TailPiece): void {
    this.pieces.push(piece);
    for (const frame of piece.frames) {
      const { sourceId, path } = piece;
      this.lines.push({ sourceId, path, line: frame.line, text: textOf(frame) });
    }
  }
}

function textOf(frame: Frame): string {
  return frame.kind === 'text' ? frame.text : `<${frame.kind}>`;
}

/** Gives the tests of a file a way to follow files; what is still followed after a test is ended. */
export function useTailing(): (options: TailOptions) => Tailing {
  const running: Tailing[] = [];
  afterEach(async () => {
    for (const tailing of running.splice(0)) await tailing.end();
  });
  return (options) => {
    const tailing = new Tailing(options);
    running.push(tailing);
    return tailing;
  };
}

/** How far everything was taken, as a checkpoint would keep it: through JSON. */
export function checkpointOf(tailing: Tailing): TailOptions['positions'] {
  const positions = tailing.positions().map(({ position }) => position);
  return JSON.parse(JSON.stringify(positions)) as NonNullable<TailOptions['positions']>;
}

/** Records of about 100 bytes each, with a time and a number, so that no two are the same. */
export function records(name: string, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) =>
    JSON.stringify({ name, number: from + index, text: `${'x'.repeat(60)}${from + index}` }),
  );
}

/** Records as the bytes of a file. */
export function asLines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
