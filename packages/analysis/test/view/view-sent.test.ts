import { mergeSpanRows } from '../../src/merge/merge-span-rows.js';
import type { MergedSpan } from '../../src/merge/merged-span.js';
import { toViewSent } from '../../src/view/view-sent.js';
import { makeSpan } from '../support/make-span.js';
import { marker } from '../support/sent-spans.js';

const REAL = makeSpan({ spanId: 'c33604c286773277', name: 'job', endMs: 9, attributes: { k: 1 } });
const mergeOne = (...spans: Parameters<typeof mergeSpanRows>[0]): MergedSpan => mergeSpanRows(spans)[0] as MergedSpan;

describe('toViewSent', () => {
  it('is nothing for a span that was sent as one', () => {
    expect(toViewSent(mergeOne(REAL, REAL))).toEqual([]);
  });

  it('names each span that a real one was sent as', () => {
    expect(toViewSent(mergeOne(REAL, marker(REAL)))).toEqual([
      {
        ...{ role: 'final', spanId: 'c33604c286773277', name: 'job', status: 'unset', durationText: '9ms' },
        startText: '2025-10-24 12:06:31.000000000 UTC',
      },
      expect.objectContaining({ role: 'pending', name: 'job', durationText: '0' }),
    ]);
  });

  it('has the content of ends that contradict one another', () => {
    const other = makeSpan({
      ...{ spanId: 'c33604c286773277', name: 'other' },
      error: 'x',
      events: [{ name: 'e', atMs: 0 }],
    });
    expect(toViewSent(mergeOne(REAL, other))).toMatchObject([
      { name: 'job', attributes: [['k', '1']] },
      { name: 'other', status: 'error', statusMessage: 'x', events: ['e'] },
    ]);
  });
});
