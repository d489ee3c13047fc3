import { checkTraceIdPrefix, chooseTrace } from '../../src/commands/choose-trace.js';
import { fakeSpan } from '../support/fake-span.js';

const FIRST = [fakeSpan({ traceId: 'fee2ece993bd7a009167248023c397d3' })];
const SECOND = [fakeSpan({ traceId: 'fe00ece993bd7a009167248023c397d3' })];

describe('chooseTrace', () => {
  it('takes a prefix that only one trace has, in any case', () => {
    expect(chooseTrace([FIRST, SECOND], 'FEE')).toBe(FIRST);
  });

  it('is nothing when no trace has it', () => {
    expect(chooseTrace([FIRST, SECOND], 'abc')).toBeUndefined();
  });

  it('names the traces when several have it', () => {
    expect(() => chooseTrace([FIRST, SECOND], 'fe')).toThrow(
      '--trace fe fits 2 traces: fee2ece993bd7a009167248023c397d3, fe00ece993bd7a009167248023c397d3. Give more digits.',
    );
  });
});

describe('checkTraceIdPrefix', () => {
  it.each(['', 'xyz', 'a'.repeat(33)])('refuses "%s"', (prefix) => {
    expect(() => {
      checkTraceIdPrefix(prefix);
    }).toThrow('It is up to 32 hex digits.');
  });

  it.each(['a', 'FEE2', 'a'.repeat(32)])('takes "%s"', (prefix) => {
    expect(() => {
      checkTraceIdPrefix(prefix);
    }).not.toThrow();
  });
});
