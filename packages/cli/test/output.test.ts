import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { createStreamSink, Output, type TextSink } from '../src/output.js';
import { fakeHost } from './support/fake-host.js';

function fakeStream(isTTY?: boolean) {
  const written: string[] = [];
  const stream = Object.assign(new EventEmitter(), {
    isTTY,
    columns: 100,
    write: (text: string) => written.push(text),
  });
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('Output', () => {
  it('makes text of strangers safe, line breaks included', () => {
    const { host, stdout, stderr } = fakeHost();
    host.output.line('a\u001b[31m\nb');
    host.output.talk('c\u009b\u2028d');
    expect(stdout()).toBe('a␛[31m␊b\n');
    expect(stderr()).toBe('c\\u009b\\u2028d\n');
  });

  it('lets nothing through that a terminal obeys, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const { host, stdout, stderr } = fakeHost();
        host.output.line(text);
        host.output.talk(text);
        const written = stdout().slice(0, -1) + stderr().slice(0, -1);
        expect(written).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 10_000 },
    );
  });

  it('takes the progress line away before anything else is written', () => {
    const { host, stderr } = fakeHost({ isTerminal: true });
    host.output.status('50 %');
    host.output.status('50 %');
    host.output.talk('news');
    expect(stderr()).toBe('\r\u001b[K50 %\r\u001b[Knews\n');
  });

  it('wraps talk between words on a terminal only', () => {
    const text = 'The backend does not take the spans, and the input still has them.';
    const terminal = fakeHost({ isTerminal: true, columns: 40 });
    terminal.host.output.talk(text);
    expect(terminal.stderr()).toBe('The backend does not take the spans, and\nthe input still has them.\n');
    const pipe = fakeHost();
    pipe.host.output.talk(text);
    expect(pipe.stderr()).toBe(`${text}\n`);
  });

  it('cuts the progress line to the terminal, where it would wrap and stay', () => {
    const written: string[] = [];
    const sink: TextSink = {
      write: (text) => written.push(text),
      isTerminal: true,
      columns: 10,
      closed: new AbortController().signal,
    };
    new Output(sink, sink).status('0123456789012345');
    expect(written).toEqual(['\r\u001b[K012345678']);
  });
});

describe('createStreamSink', () => {
  it('goes quiet when the reader has gone', () => {
    const { stream, written } = fakeStream();
    const failures: string[] = [];
    const sink = createStreamSink(stream, (code) => failures.push(code));
    sink.write('a');
    stream.emit('error', systemError('EPIPE'));
    sink.write('b');
    expect(written).toEqual(['a']);
    expect(sink.closed.aborted).toBe(true);
    expect(failures).toEqual([]);
  });

  it('tells any other failure once', () => {
    const { stream } = fakeStream();
    const failures: string[] = [];
    createStreamSink(stream, (code) => failures.push(code));
    stream.emit('error', systemError('ENOSPC'));
    stream.emit('error', systemError('ENOSPC'));
    expect(failures).toEqual(['ENOSPC']);
  });

  it('has columns on a terminal only', () => {
    expect(createStreamSink(fakeStream(true).stream, () => undefined).columns).toBe(100);
    const piped = createStreamSink(fakeStream().stream, () => undefined);
    expect(piped.columns).toBeUndefined();
    expect(piped.isTerminal).toBe(false);
  });
});
