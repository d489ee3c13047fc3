import { shownUrl } from '../../src/report/shown-url.js';

describe('shownUrl', () => {
  it('keeps secrets to itself', () => {
    expect(shownUrl('https://user:hunter2@a.example:4318/v1/traces?key=hunter2#x')).toBe(
      'https://a.example:4318/v1/traces',
    );
  });

  it('shows no text that is no URL', () => {
    expect(shownUrl('hunter2')).toBe('(no URL)');
  });
});
