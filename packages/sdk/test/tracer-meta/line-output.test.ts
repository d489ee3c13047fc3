import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { freshDirectory } from '../../../otlp/test/support/fresh-directory.js';
import { openLineOutput } from '../../src/tracer-meta/line-output.js';

const none = (): void => undefined;

it.each([[{}], [{ path: '/tmp/x', write: none }]])('refuses %j as a target, for it is not one', (target) => {
  expect(() => openLineOutput(target, none)).toThrow('Name one of "write", "stream" and "path"');
});

it('a function that throws drops the line and tells', () => {
  const told: unknown[] = [];
  const fault = new Error('full');
  const output = openLineOutput(
    {
      write: () => {
        throw fault;
      },
    },
    (error) => told.push(error),
  );
  expect(output.write('a\n')).toBe(false);
  expect(told).toEqual([fault]);
});

describe('a file', () => {
  it('has each line at once, is appended to, and is its owner’s alone', async () => {
    const path = join(freshDirectory(), 'app.jsonl');
    for (const line of ['one\n', 'two\n']) {
      const output = openLineOutput({ path }, none);
      expect(output.write(line)).toBe(true);
      expect(readFileSync(path, 'utf8').endsWith(line)).toBe(true);
      await output.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('that cannot be written drops lines and tells', async () => {
    const told: unknown[] = [];
    const output = openLineOutput({ path: '/dev/full' }, (error) => told.push(error));
    expect(output.write('one\n')).toBe(false);
    expect(told).toHaveLength(1);
    await output.close();
  });

  it('that cannot be opened throws at once', () => {
    const path = join(freshDirectory(), 'missing', 'app.jsonl');
    expect(() => openLineOutput({ path }, none)).toThrow('ENOENT');
  });
});

describe('a stream', () => {
  it('flush waits until the stream has taken what was written', async () => {
    const taken: string[] = [];
    let release = none;
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        taken.push(chunk);
        release = done;
      },
    });
    const output = openLineOutput({ stream }, none);
    output.write('one\n');
    let isFlushed = false;
    const flushed = output.flush().then(() => (isFlushed = true));
    await Promise.resolve();
    expect(isFlushed).toBe(false);
    release();
    await new Promise(setImmediate);
    release();
    await flushed;
    expect(taken).toEqual(['one\n', '']);
  });

  it('that holds 16 MiB already takes no more lines, and that is counted as a drop', () => {
    const lines: string[] = [];
    const stream = { writableLength: 16 * 1024 * 1024 + 1, write: (line: string) => lines.push(line) > 0 };
    expect(openLineOutput({ stream }, none).write('one\n')).toBe(false);
    expect(lines).toEqual([]);
  });

  it('that breaks is told, takes no more, and does not hold a flush', async () => {
    const told: unknown[] = [];
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('gone'));
      },
    });
    const output = openLineOutput({ stream }, (error) => told.push(error));
    output.write('one\n');
    await output.flush();
    expect(output.write('two\n')).toBe(false);
    expect(told).toEqual([new Error('gone')]);
    await output.close();
  });
});
