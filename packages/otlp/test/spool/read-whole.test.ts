import { readWhole } from '../../src/spool/read-whole.js';
import { MEMORY_DIRECTORY, MemoryFiles } from '../support/memory-files.js';

const PATH = `${MEMORY_DIRECTORY}/file`;

it('a file is read at once', async () => {
  const files = new MemoryFiles();
  files.put(PATH, Buffer.from('content'));
  expect((await readWhole(files, PATH, 7)).toString()).toBe('content');
  expect(files.calls.map(({ name }) => name)).toEqual(['openSync', 'read']);
  expect(files.openHandles).toEqual([]);
});

it('where the medium does not give a piece there are zeros, and the rest is as it is', async () => {
  const files = new MemoryFiles();
  files.put(PATH, Buffer.alloc(10_000, 'x'));
  let reads = 0;
  files.fault = ({ name }) => (name === 'read' && [1, 3].includes((reads += 1)) ? 'EIO' : undefined);
  const bytes = await readWhole(files, PATH, 10_000);
  expect([bytes.indexOf(0), bytes.lastIndexOf(0), bytes.byteLength]).toEqual([4_096, 8_191, 10_000]);
  expect(files.openHandles).toEqual([]);
});

it('a file that cannot be opened is an error', async () => {
  await expect(readWhole(new MemoryFiles(), PATH, 1)).rejects.toMatchObject({ code: 'ENOENT' });
});
