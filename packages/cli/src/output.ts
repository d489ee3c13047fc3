import { sanitizeText } from '@spanbridge/analysis';
import { wrapWords } from './report/wrap-words.js';

/** Where text goes: a stream of the process, or a list in a test. */
export interface TextSink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined when it is none. */
  readonly columns: number | undefined;
  /** Aborted when nobody reads any more (`| head`) or the medium is full; what is written then vanishes. */
  readonly closed: AbortSignal;
}

/** Carriage return and erase: the progress line is written over itself. Only ever sent to a terminal. */
const REWRITE_LINE = '\r\u001b[K';

/**
 * The two streams of a command: results to stdout, talk to stderr. Text of strangers passes `line` or `talk`, which
 * make it safe to print; `result` takes only text that is safe already.
 */
export class Output {
  private statusText = '';

  constructor(
    readonly stdout: TextSink,
    readonly stderr: TextSink,
  ) {}

  /** Writes a finished piece of the result as it is. */
  result(text: string): void {
    this.endStatus();
    this.stdout.write(text);
  }

  /** Writes one line for a person to stdout; a newline inside of it becomes visible instead of a forged line. */
  line(text = ''): void {
    this.result(`${sanitizeText(text)}\n`);
  }

  /**
   * Writes one line for a person to stderr; a terminal gets it wrapped between words, a file or a pipe in one piece.
   */
  talk(text: string): void {
    this.endStatus();
    const safe = sanitizeText(text);
    const { columns } = this.stderr;
    const lines = columns === undefined ? [safe] : wrapWords(safe, columns);
    this.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Shows a line on stderr that the next one replaces; an empty text takes it away. For terminals only. */
  status(text: string): void {
    const shown = sanitizeText(text).slice(0, Math.max((this.stderr.columns ?? 80) - 1, 0));
    if (shown === this.statusText) return;
    this.stderr.write(REWRITE_LINE + shown);
    this.statusText = shown;
  }

  /** Takes the line of {@link Output.status} away, if there is one. */
  endStatus(): void {
    if (this.statusText !== '') this.status('');
  }
}

/**
 * A stream of the process as a sink. A closed pipe ends it quietly, any other error is told to `onFailure` once;
 * neither throws, so that `spanbridge view FILE | head` shows no stack and a shipping run goes on to the end.
 */
export function createStreamSink(stream: NodeJS.WriteStream, onFailure: (code: string) => void): TextSink {
  const closing = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const isFirst = !closing.signal.aborted;
    closing.abort();
    if (isFirst && error.code !== 'EPIPE') onFailure(error.code ?? error.message);
  });
  return {
    write: (text) => {
      if (!closing.signal.aborted) stream.write(text);
    },
    // Undefined, not false, on streams that are no terminal, whatever the types say.
    isTerminal: (stream.isTTY as boolean | undefined) === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    closed: closing.signal,
  };
}
