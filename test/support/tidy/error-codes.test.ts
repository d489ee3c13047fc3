import { errorCodes } from './error-codes.js';
import { filesOf, placesOf } from './rule-cases.js';

const LIST = 'packages/sdk/src/errors.ts';

describe('errorCodes', () => {
  it('finds a code that is listed and never used', () => {
    const files = filesOf({
      [LIST]: "export const CODES = [\n  'PORT_IN_USE',\n  'LISTEN_FAILED',\n] as const;",
      'packages/sdk/src/a.ts': "throw new SpanbridgeError('PORT_IN_USE', 'The port is in use.');",
    });
    expect(placesOf(errorCodes(files))).toEqual([`${LIST}:3`]);
  });

  it.each([
    ['a key of its own', 'notFound', 'ERRORS.notFound'],
    ['its code as key', 'NOT_FOUND', 'ERRORS.NOT_FOUND'],
  ])('follows a table whose entries have %s', (_what, key, use) => {
    const table = { [LIST]: `export const ERRORS = { ${key}: 'NOT_FOUND' } as const;` };
    const user = { 'packages/sdk/src/a.ts': `throw new SpanbridgeError(${use}, 'It is not there.');` };
    expect(errorCodes(filesOf({ ...table, ...user }))).toEqual([]);
    expect(placesOf(errorCodes(filesOf(table)))).toEqual([`${LIST}:1`]);
  });

  it('does not take a use in another package for one', () => {
    const files = filesOf({
      [LIST]: "export const CODES = ['PORT_IN_USE'] as const;",
      'packages/server/src/errors.ts': "export function fail() { throw new SpanbridgeError('PORT_IN_USE', 'It is.'); }",
    });
    expect(placesOf(errorCodes(files))).toEqual([`${LIST}:1`]);
  });

  it('finds an error whose code is in no list of its package', () => {
    const files = filesOf({
      [LIST]: '',
      'packages/sdk/src/a.ts': "throw new SpanbridgeError('LISTEN_FAILED', 'It did.');",
      'packages/sdk/src/b.ts': "throw new SpanbridgeError('no-clock', 'It has none.');",
    });
    expect(placesOf(errorCodes(files))).toEqual(['packages/sdk/src/a.ts:1', 'packages/sdk/src/b.ts:1']);
  });

  it('is content with functions of errors.ts that raise their codes themselves', () => {
    const text = "export function inUse() { return new SpanbridgeError('PORT_IN_USE', 'The port is in use.'); }";
    expect(errorCodes(filesOf({ [LIST]: text }))).toEqual([]);
  });
});
