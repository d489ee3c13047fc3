import { encodeRequest, withWriter } from '../../../src/codec/protobuf/encode-request.js';

const RESOURCE = { attributes: {} };
const SCOPE = { name: 's' };

it('items are written where they belong, with the schemas behind them', () => {
  const items = ['a', 'b'].map((text) => ({ text, resource: RESOURCE, instrumentationScope: SCOPE }));
  const bytes = encodeRequest(items, (writer, item) => {
    writer.text(0x12, item.text);
  });
  expect(Buffer.from(bytes).toString('hex')).toBe('0a11' + '0a021000' + '120b' + '0a030a0173' + '120161' + '120162');
});

it('no items give no bytes', () => {
  expect(encodeRequest([], () => undefined)).toHaveLength(0);
});

it('a writer inside of a writer is another one, and one that threw can be used again', () => {
  withWriter((outer) => {
    withWriter((inner) => {
      expect(inner).not.toBe(outer);
    });
  });
  const fail = (): never => {
    throw new Error('no');
  };
  expect(() => withWriter(fail)).toThrow('no');
  expect(withWriter((writer) => writer.position)).toBe(0);
});
