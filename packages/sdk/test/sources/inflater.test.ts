import { createInflateRaw, deflateRawSync } from 'node:zlib';
import { Inflater } from '../../src/sources/inflater.js';

const create = (): ReturnType<typeof createInflateRaw> => createInflateRaw();

describe('Inflater', () => {
  test('it decodes piece by piece and says where the data end', async () => {
    const packed = deflateRawSync('hello hello hello');
    const inflater = new Inflater(create);
    const first = await inflater.feed(packed.subarray(0, 3));
    const second = await inflater.feed(Buffer.concat([packed.subarray(3), Buffer.from('tail')]));
    expect(first.consumedBytes).toBe(3);
    expect(second.consumedBytes).toBe(packed.length - 3);
    expect(Buffer.concat([...first.outputs, ...second.outputs]).toString()).toBe('hello hello hello');
    inflater.close();
  });

  test('a piece after the end is not used', async () => {
    const packed = deflateRawSync('hello');
    const inflater = new Inflater(create);
    await inflater.feed(packed);
    expect(await inflater.feed(Buffer.from('tail'))).toMatchObject({ consumedBytes: 0 });
    inflater.close();
  });

  test('finishing early is an error, finishing at the end is none', async () => {
    const packed = deflateRawSync('hello');
    const early = new Inflater(create);
    await early.feed(packed.subarray(0, 4));
    expect((await early.finish()).error?.message).toBe('unexpected end of file');
    const whole = new Inflater(create);
    await whole.feed(packed);
    expect((await whole.finish()).error).toBeUndefined();
  });

  test('what the decoder loses at a corrupt place is recovered', async () => {
    const text = Array.from({ length: 400 }, (_, index) => `line ${index} ${index * 7919}\n`).join('');
    // A full flush in the middle of the data, then a block of the reserved type.
    const packed = deflateRawSync(text, { finishFlush: 3 });
    const inflater = new Inflater(create);
    const step = await inflater.feed(Buffer.concat([packed, Buffer.from([0x07, 0xff, 0xff])]));
    expect(step.error?.message).toBe('invalid block type');
    const recovered: Buffer[] = [...step.outputs];
    for await (const output of inflater.recover()) recovered.push(output);
    expect(Buffer.concat(recovered).toString()).toBe(text);
    inflater.close();
  });

  test('feeding on after an error gives the error again', async () => {
    const inflater = new Inflater(create);
    await inflater.feed(Buffer.from([0x07, 0xff]));
    expect((await inflater.feed(Buffer.from('x'))).error?.message).toBe('invalid block type');
    expect((await inflater.finish()).error?.message).toBe('invalid block type');
  });
});
