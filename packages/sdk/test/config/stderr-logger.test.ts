import { PassThrough } from 'node:stream';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { createStderrLogger, installStderrLogger } from '../../src/config/stderr-logger.js';

afterEach(() => {
  diag.disable();
});

describe('createStderrLogger', () => {
  it('writes every level to the one stream that it was given', () => {
    const stream = new PassThrough();
    const logger = createStderrLogger(stream);
    logger.info('some', 1);
    logger.error('more');
    expect(String(stream.read())).toBe('[otel] some 1\n[otel] more\n');
  });

  it('does not throw when the stream is closed', () => {
    const stream = new PassThrough();
    stream.destroy();
    expect(() => {
      createStderrLogger(stream).warn('late');
    }).not.toThrow();
  });
});

describe('installStderrLogger', () => {
  it('leaves the logger of the program alone', () => {
    const warn = jest.fn();
    diag.setLogger({ warn, info: warn, error: warn, debug: warn, verbose: warn }, DiagLogLevel.INFO);
    expect(installStderrLogger('info')).toBe(false);
    diag.warn('to the program');
    expect(warn).toHaveBeenCalledWith('to the program');
  });

  it('sets none when nothing is to be said', () => {
    expect(installStderrLogger('none')).toBe(false);
  });

  it('sets itself where there is none', () => {
    expect(installStderrLogger('error')).toBe(true);
  });
});
