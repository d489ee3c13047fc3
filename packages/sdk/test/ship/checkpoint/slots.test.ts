import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FILES } from '../../../src/ship/checkpoint/checkpoint-files.js';
import { decodeHeader, type SlotHeader } from '../../../src/ship/checkpoint/file-header.js';
import { decodeSlot, publishNewSlot, writeNewSlot } from '../../../src/ship/checkpoint/slots.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const place = (): { readonly files: typeof NODE_FILES; readonly directory: string } => {
  return { files: NODE_FILES, directory: directory() };
};

function headerOf(bytes: Buffer): SlotHeader {
  const result = decodeHeader(bytes);
  if (result.status !== 'good' || result.header.kind !== 'slot') throw new Error('This is no slot.');
  return result.header;
}

describe('a slot', () => {
  it('is written beside the slots and then takes the place of one', async () => {
    writeFileSync(join(directory(), 'checkpoint.b'), 'old');
    expect(await writeNewSlot(place(), { generation: 9, entries: [['a', 1]] })).toBe(8);
    expect(readFileSync(join(directory(), 'checkpoint.b'), 'utf8')).toBe('old');
    await publishNewSlot(place(), 'checkpoint.b');
    expect(readdirSync(directory())).toEqual(['checkpoint.b']);
    const bytes = readFileSync(join(directory(), 'checkpoint.b'));
    expect(headerOf(bytes)).toMatchObject({ generation: 9, bodyBytes: 8 });
    expect(await decodeSlot(bytes, headerOf(bytes))).toEqual(new Map([['a', 1]]));
  });

  it('may hold nothing, and more than one slice', async () => {
    for (const count of [0, 3000]) {
      const entries = Array.from({ length: count }, (_, index) => [`key ${index}`, 'x'.repeat(1000)] as const);
      await writeNewSlot(place(), { generation: 1, entries });
      const bytes = readFileSync(join(directory(), 'checkpoint.new'));
      expect(await decodeSlot(bytes, headerOf(bytes))).toEqual(new Map(entries));
    }
  });

  it('replaces what a crash has left half written, and a link, without following it', async () => {
    writeFileSync(join(directory(), 'target'), 'not ours');
    symlinkSync(join(directory(), 'target'), join(directory(), 'checkpoint.new'));
    await writeNewSlot(place(), { generation: 1, entries: [] });
    expect(readFileSync(join(directory(), 'target'), 'utf8')).toBe('not ours');
  });

  it('gives the room back when it cannot be written', async () => {
    const entries = [['a', 'x'.repeat(500_000)] as const, ['b', 1n] as const];
    await expect(writeNewSlot(place(), { generation: 1, entries })).rejects.toThrow('BigInt');
    expect(readFileSync(join(directory(), 'checkpoint.new')).length).toBe(0);
  });

  it('is nothing when length, checksum or a line is wrong', async () => {
    await writeNewSlot(place(), { generation: 1, entries: [['a', 1]] });
    const bytes = readFileSync(join(directory(), 'checkpoint.new'));
    const header = headerOf(bytes);
    expect(await decodeSlot(bytes.subarray(0, -1), header)).toBeUndefined();
    expect(await decodeSlot(Buffer.concat([bytes, Buffer.from('\n')]), header)).toBeUndefined();
    expect(await decodeSlot(bytes, { ...header, bodyCrc: header.bodyCrc + 1 })).toBeUndefined();
  });
});
