import { exceptionFields, readExceptions, toExceptionEvent } from '../../src/tracer-meta/exceptions.js';

describe('readExceptions', () => {
  it.each([undefined, null, '', '  ', 7, {}, [], ['x', 3, null]])('%j holds no exception', (value) => {
    expect(readExceptions(value, false)).toEqual([]);
  });

  it('reads each entry of a structured traceback, frames as lines', () => {
    const entry = {
      exc_type: 'E',
      exc_value: 'v',
      is_cause: true,
      frames: [{ filename: 'a.py', lineno: 1, name: 'f' }, 'no frame', { filename: 'b.py' }],
    };
    expect(readExceptions([entry], false)).toEqual([
      {
        type: 'E',
        message: 'v',
        stacktrace: '  File "a.py", line 1, in f\n  File "b.py", line ?, in ?',
        isCause: true,
        locals: undefined,
      },
    ]);
  });

  it('keeps the first thousand frames of a stack without end', () => {
    const frames = Array.from({ length: 5_000 }, (_, index) => ({ filename: 'a.py', lineno: index, name: 'f' }));
    const [entry] = readExceptions([{ exc_type: 'RecursionError', frames }], false);
    expect(entry?.stacktrace?.split('\n')).toHaveLength(1_000);
  });

  it('reads type and message off the last line of a traceback that is text', () => {
    expect(readExceptions('Traceback (most recent call last):\n  File "a.py"\nKeyError', false)).toMatchObject([
      { type: 'KeyError', message: undefined },
    ]);
    expect(readExceptions('something went wrong, badly!', false)).toMatchObject([
      { type: undefined, message: undefined, stacktrace: 'something went wrong, badly!' },
    ]);
  });
});

describe('toExceptionEvent', () => {
  it('is named exception and leaves out what is not known', () => {
    const entry = { type: undefined, message: 'v', stacktrace: undefined, isCause: false, locals: undefined };
    expect(toExceptionEvent(entry, 5n)).toMatchObject({
      name: 'exception',
      timeUnixNano: 5n,
      attributes: { 'exception.message': 'v' },
    });
    expect(Object.keys(exceptionFields(entry)).filter((key) => key.startsWith('exception.'))).toEqual([
      ...['exception.type', 'exception.message', 'exception.stacktrace'],
    ]);
  });
});
