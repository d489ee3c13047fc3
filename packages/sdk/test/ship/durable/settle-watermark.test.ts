import { SettleWatermark } from '../../../src/ship/durable/settle-watermark.js';

const SECOND = 1_000_000_000n;

describe('the watermark of several sources', () => {
  it('stands behind the source that has got least far', () => {
    const watermark = new SettleWatermark(2000);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('b', { latestUnixNano: 7n * SECOND, isAtEnd: false });
    expect(watermark.limits()).toEqual({ untilUnixNano: 5n * SECOND });
  });

  it('does not wait for a source that is read to its present end', () => {
    const watermark = new SettleWatermark(2000);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('b', { latestUnixNano: 7n * SECOND, isAtEnd: true });
    expect(watermark.limits()).toEqual({ untilUnixNano: 8n * SECOND });
    watermark.note('a', { latestUnixNano: 11n * SECOND, isAtEnd: true });
    expect(watermark.limits()).toEqual({});
  });

  it('never goes back', () => {
    const watermark = new SettleWatermark(0);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('a', { latestUnixNano: 4n * SECOND, isAtEnd: false });
    watermark.note('a', { latestUnixNano: undefined, isAtEnd: false });
    expect(watermark.limits()).toEqual({ untilUnixNano: 10n * SECOND });
  });

  it('lets nothing go while a source has told no time yet', () => {
    const watermark = new SettleWatermark(0);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('b', { latestUnixNano: undefined, isAtEnd: false });
    expect(watermark.limits()).toBeUndefined();
    watermark.noteIdle();
    expect(watermark.limits()).toEqual({});
  });
});
