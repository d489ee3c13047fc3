import { createHash } from 'node:crypto';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH, PAGE_STYLE, PAGE_STYLE_HASH } from '../../src/render/html-parts.js';

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

describe('the parts of the page', () => {
  it('are named by their true hashes in the content security policy', () => {
    expect({ PAGE_SCRIPT_HASH, PAGE_STYLE_HASH }).toEqual({
      PAGE_SCRIPT_HASH: hashOf(PAGE_SCRIPT),
      PAGE_STYLE_HASH: hashOf(PAGE_STYLE),
    });
  });

  it('cannot end the elements they stand in', () => {
    expect(PAGE_SCRIPT).not.toMatch(/<\/script|<!--/i);
    expect(PAGE_STYLE).not.toContain('<');
  });
});
