const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** Attribute values and what both encodings have to make of them, in the spelling of OTLP/JSON. */
export const ATTRIBUTE_VALUES: readonly (readonly [name: string, value: unknown, expected: unknown])[] = [
  ['a text', 'a', { stringValue: 'a' }],
  ['a lone surrogate', '\ud800x', { stringValue: '\ufffdx' }],
  ['a lone surrogate in a long text', `${'y'.repeat(60)}\udc00`, { stringValue: `${'y'.repeat(60)}\ufffd` }],
  ['true', true, { boolValue: true }],
  ['the largest exact integer', 9007199254740991, { intValue: '9007199254740991' }],
  ['the smallest exact integer', -9007199254740991, { intValue: '-9007199254740991' }],
  ['an integer beyond that', 2 ** 53, { doubleValue: 9007199254740992 }],
  ['a huge number', 1e300, { doubleValue: 1e300 }],
  ['the largest int64', 2n ** 63n - 1n, { intValue: '9223372036854775807' }],
  ['the smallest int64', -(2n ** 63n), { intValue: '-9223372036854775808' }],
  ['a bigint beyond int64', 2n ** 63n, { stringValue: '9223372036854775808' }],
  ['NaN', Number.NaN, { doubleValue: 'NaN' }],
  ['infinity', Infinity, { doubleValue: 'Infinity' }],
  ['minus infinity', -Infinity, { doubleValue: '-Infinity' }],
  ['bytes', new Uint8Array([251, 255]), { bytesValue: '+/8=' }],
  ['a Buffer', Buffer.from([1]), { bytesValue: 'AQ==' }],
  [
    'an array with holes',
    ['a', null, undefined, 1],
    { arrayValue: { values: [{ stringValue: 'a' }, {}, {}, { intValue: '1' }] } },
  ],
  [
    'a map',
    { a: { b: [true] } },
    {
      kvlistValue: {
        values: [
          {
            key: 'a',
            value: {
              kvlistValue: { values: [{ key: 'b', value: { arrayValue: { values: [{ boolValue: true }] } } }] },
            },
          },
        ],
      },
    },
  ],
  ['null', null, {}],
  ['undefined', undefined, {}],
  ['a function', () => 1, {}],
  ['a symbol', Symbol('s'), {}],
  ['a revoked proxy', revoked.proxy, {}],
];

/** A value that contains itself. */
export function createLoop(): unknown {
  const loop: Record<string, unknown> = {};
  loop['again'] = loop;
  return loop;
}

/** A value with 2^29 paths, none of them deep. */
export function createManyPaths(): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < 29; level++) value = [value, value];
  return value;
}

/** A map whose getter throws. */
export const HOSTILE = {
  get trap(): string {
    throw new Error('no');
  },
};
