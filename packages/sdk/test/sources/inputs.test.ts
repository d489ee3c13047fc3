import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { canReadZstd } from '../../src/sources/compression.js';
import { resolveInputs } from '../../src/sources/inputs.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const onPosix = process.platform === 'win32' ? test.skip : test;

describe('resolveInputs', () => {
  const directory = useTemporaryDirectory();

  function make(...names: string[]): void {
    for (const name of names) {
      mkdirSync(join(directory(), name, '..'), { recursive: true });
      writeFileSync(join(directory(), name), 'content');
    }
  }

  /** The inputs that patterns resolve to, relative to the directory of the test. */
  async function resolved(...patterns: string[]): Promise<string[]> {
    const inputs = await resolveInputs(patterns, { cwd: directory() });
    return inputs.map((input) => (input.kind === 'stdin' ? '-' : input.path.replace(`${directory()}/`, '')));
  }

  function failure(...patterns: string[]): Promise<unknown> {
    return resolveInputs(patterns, { cwd: directory() }).then(
      () => 'resolved',
      (error: unknown) => error,
    );
  }

  test('files come in the order in which they are named, with their size, and stdin among them', async () => {
    make('b.jsonl', 'a.jsonl');
    const path = (name: string): string => join(directory(), name);
    expect(await resolveInputs([path('b.jsonl'), '-', path('a.jsonl')])).toEqual([
      { kind: 'file', path: path('b.jsonl'), sizeBytes: 7 },
      { kind: 'stdin' },
      { kind: 'file', path: path('a.jsonl'), sizeBytes: 7 },
    ]);
  });

  test('the matches of a glob are sorted files; hidden ones only when their dot is named', async () => {
    make('b.jsonl', 'B.jsonl', 'a.jsonl', 'd/c.jsonl', '.hidden.jsonl', '.d/x.jsonl', 'a.txt');
    expect(await resolved('**/*.jsonl')).toEqual(['B.jsonl', 'a.jsonl', 'b.jsonl', 'd/c.jsonl']);
    expect(await resolved('.*.jsonl')).toEqual(['.hidden.jsonl']);
    expect(await resolved('{a,b}.{jsonl,txt}')).toEqual(['a.jsonl', 'a.txt', 'b.jsonl']);
    expect(await resolved(`${directory()}/?.txt`)).toEqual(['a.txt']);
  });

  test('a path that exists wins over the glob that it could be', async () => {
    make('[ab].jsonl', 'a.jsonl');
    expect(await resolved('[ab].jsonl')).toEqual(['[ab].jsonl']);
  });

  test('a file that is named twice, by a glob or through a link, is read once', async () => {
    make('a.jsonl', 'b.jsonl');
    symlinkSync('a.jsonl', join(directory(), 'z.jsonl'));
    expect(await resolved('b.jsonl', './b.jsonl', '*.jsonl', 'z.jsonl')).toEqual(['b.jsonl', 'a.jsonl']);
  });

  test.each([
    [[], 'NO_INPUT', /Name files, a quoted glob/],
    [['-', '-'], 'INPUT_STDIN_TWICE', /Name it once/],
    [['gone.jsonl'], 'INPUT_NOT_FOUND', /"gone\.jsonl" does not exist/],
    [[''], 'INPUT_NOT_FOUND', /empty text/],
    [['a.jsonl/b'], 'INPUT_NOT_FOUND', /"a\.jsonl\/b" does not exist/],
    [['x'.repeat(300)], 'INPUT_NOT_FOUND', /does not exist/],
    [['*.nothing'], 'INPUT_GLOB_WITHOUT_MATCH', /No file matches "\*\.nothing"/],
    [['d/'], 'INPUT_IS_DIRECTORY', /"d\/" is a directory.*"d\/\*\*\/\*\.jsonl"/],
  ])('%j is refused with %s', async (patterns, code, message) => {
    make('a.jsonl', 'd/c.jsonl');
    expect(await failure(...patterns)).toMatchObject({
      name: 'SpanbridgeError',
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  test('all inputs are checked: the message names the first five bad ones and counts the rest', async () => {
    make('a.jsonl');
    const error = await failure('a.jsonl', 'no1', 'no2', '*.no3', 'no4', 'no5', 'no6', 'no7');
    expect(error).toMatchObject({ code: 'INPUT_NOT_FOUND' });
    const { message } = error as Error;
    for (const name of ['no1', 'no2', '*.no3', 'no4', 'no5', '2 more inputs are bad.']) expect(message).toContain(name);
    expect(message).not.toContain('no6');
    expect(message).not.toContain('a.jsonl');
  });

  const asUser = process.getuid?.() === 0 ? test.skip : onPosix;

  asUser('a file without the right to read it is refused (skipped as root, who may read everything)', async () => {
    make('secret.jsonl');
    chmodSync(join(directory(), 'secret.jsonl'), 0);
    expect(await failure('secret.jsonl')).toMatchObject({
      code: 'INPUT_UNREADABLE',
      message: expect.stringContaining('permission is denied') as string,
    });
  });

  onPosix('a link that leads round in a circle is refused (skipped on Windows)', async () => {
    symlinkSync('loop', join(directory(), 'loop'));
    expect(await failure('loop')).toMatchObject({ code: 'INPUT_UNREADABLE' });
  });

  onPosix('named pipes and character devices are files of unknown size (skipped on Windows)', async () => {
    const path = join(directory(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(await resolveInputs([path, '/dev/null'])).toEqual([
      { kind: 'file', path, sizeBytes: undefined },
      { kind: 'file', path: '/dev/null', sizeBytes: undefined },
    ]);
  });

  onPosix('a socket is refused (skipped on Windows)', async () => {
    const path = join(directory(), 's');
    const server = createServer();
    await new Promise<void>((done) => server.listen(path, done));
    try {
      expect(await failure('s')).toMatchObject({ code: 'INPUT_NOT_A_FILE' });
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  (canReadZstd() ? test.skip : test)(
    'zstd is refused before anything is read (skipped where node:zlib reads it)',
    async () => {
      writeFileSync(join(directory(), 'a.jsonl'), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]));
      expect(await failure('a.jsonl')).toMatchObject({
        code: 'INPUT_COMPRESSION_UNSUPPORTED',
        message: expect.stringContaining('Use Node.js 24 or newer') as string,
      });
    },
  );
});
