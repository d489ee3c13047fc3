import { PAGE_SCRIPT } from '../../src/page/script.js';

describe('PAGE_SCRIPT', () => {
  it('is a classic script that parses', () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- parsed, never called
    expect(() => new Function(PAGE_SCRIPT)).not.toThrow();
  });

  it('makes no HTML from text, evaluates nothing, and talks to this server only', () => {
    expect(PAGE_SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
    expect(PAGE_SCRIPT).not.toMatch(/fetch\((?!path)|XMLHttpRequest|WebSocket|sendBeacon|import\(/);
  });
});
