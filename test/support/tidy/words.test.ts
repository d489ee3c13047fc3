import { filesOf, placesOf } from './rule-cases.js';
import { bannedWords, decoratedNames, missingUnits } from './words.js';

const PATH = 'packages/core/src/a.ts';

describe('bannedWords', () => {
  it.each([
    'const tempFile = 1;',
    'function discardAll() {}',
    'class QueueManager {}',
    'interface A { readonly stub: number }',
    'class A { destroy() {} }',
    'const f = (tmp: number) => tmp;',
    'const TMP_MAX = 1;',
  ])('finds `%s`', (text) => {
    expect(placesOf(bannedWords(filesOf({ [PATH]: text })))).toEqual([`${PATH}:1`]);
  });

  it('allows them inside longer words, in texts, and as names that others gave', () => {
    const text =
      "const template = 'temp'; const attempts = 1; stream.destroy(); class TraceManagementService {}" +
      '; const { destroy } = stream as { destroy?: unknown };';
    expect(bannedWords(filesOf({ [PATH]: text }))).toEqual([]);
  });

  it('leaves re-implemented interfaces and tests alone', () => {
    const text = 'class StorageManager {}';
    const files = filesOf({ 'packages/bridges/src/a/host/b.ts': text, 'packages/core/test/a.test.ts': text });
    expect(bannedWords(files)).toEqual([]);
  });
});

describe('missingUnits', () => {
  it.each([
    'const timeout = 30;',
    'function f(retryDelay: number) {}',
    'interface A { readonly flushInterval?: number }',
    'class A { private elapsed = 0n; }',
  ])('finds `%s`', (text) => {
    expect(placesOf(missingUnits(filesOf({ [PATH]: text })))).toEqual([`${PATH}:1`]);
  });

  it('allows numbers with a unit, and things that are no numbers', () => {
    const text = 'const timeoutMs = 30; let interval: NodeJS.Timeout; function readDuration(): number { return 1; }';
    expect(missingUnits(filesOf({ [PATH]: text }))).toEqual([]);
  });
});

describe('decoratedNames', () => {
  it('finds an interface with a leading I and a member with a leading underscore', () => {
    const text = 'interface ISpan {}\nclass A { private _open = 1; }';
    expect(placesOf(decoratedNames(filesOf({ [PATH]: text })))).toEqual([`${PATH}:1`, `${PATH}:2`]);
  });

  it('allows names that begin with such a letter anyway, and unused parameters', () => {
    const text = 'interface Input {}\ninterface ID {}\nconst f = (_unused: number) => 1;';
    expect(decoratedNames(filesOf({ [PATH]: text }))).toEqual([]);
  });
});
