import { RecentTexts, shareText } from '../../src/model/recent-texts.js';

describe('RecentTexts', () => {
  it('makes the result of a text once while it is remembered', () => {
    const recent = new RecentTexts<number>();
    let made = 0;
    const make = (text: string): number => {
      made += 1;
      return text.length;
    };
    expect([recent.get('abc', make), recent.get('abc', make)]).toEqual([3, 3]);
    expect(made).toBe(1);
  });

  it('remembers that a result is undefined', () => {
    const recent = new RecentTexts<undefined>();
    let made = 0;
    const make = (): undefined => {
      made += 1;
      return undefined;
    };
    recent.get('', make);
    recent.get('', make);
    expect(made).toBe(1);
  });

  it('never takes one text for another, however many share its place', () => {
    const recent = new RecentTexts<string>();
    const texts = Array.from({ length: 50_000 }, (_, index) => `text ${index}`);
    expect([...texts, ...texts].every((text) => recent.get(text, (made) => made) === text)).toBe(true);
  });

  it('does not remember long texts, which may be megabytes', () => {
    const recent = new RecentTexts<number>();
    const long = 'x'.repeat(129);
    let made = 0;
    const make = (): number => (made += 1);
    expect([recent.get(long, make), recent.get(long, make)]).toEqual([1, 2]);
  });
});

describe('shareText', () => {
  it('answers the same text, well-formed', () => {
    expect(shareText('src/app.py')).toBe('src/app.py');
    expect(shareText('a\ud800b')).toBe('a\ufffdb');
    expect(shareText(`${'x'.repeat(200)}\udc00`)).toBe(`${'x'.repeat(200)}\ufffd`);
  });
});
