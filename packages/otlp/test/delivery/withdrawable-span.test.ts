import { isWithdrawable, isWithdrawn, partWithdrawn } from '../../src/delivery/withdrawable-span.js';
import { makeSpan, makeSpans } from '../support/spans.js';

const gone = { ...makeSpan({ name: 'gone' }), isWithdrawn: () => true };
const standing = { ...makeSpan({ name: 'standing' }), isWithdrawn: () => false };

it('a plain span cannot be withdrawn', () => {
  expect([isWithdrawable(makeSpan()), isWithdrawn(makeSpan())]).toEqual([false, false]);
});

it('a span that can be is asked', () => {
  expect([isWithdrawn(gone), isWithdrawn(standing)]).toEqual([true, false]);
});

it('one that throws when it is asked stands', () => {
  const broken = {
    ...makeSpan(),
    isWithdrawn: () => {
      throw new Error('no');
    },
  };
  expect(isWithdrawn(broken)).toBe(false);
});

it('spans are parted in their order; a list of plain ones is not copied', () => {
  const [plain, other] = makeSpans(2);
  if (plain === undefined || other === undefined) throw new Error('no spans');
  expect(partWithdrawn([plain, gone, standing, other])).toEqual({ kept: [plain, standing, other], withdrawn: [gone] });
  const spans = makeSpans(2);
  expect(partWithdrawn(spans).kept).toBe(spans);
});
