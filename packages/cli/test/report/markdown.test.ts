import { renderMarkdown } from '../../src/report/markdown.js';
import { fakeSpan } from '../support/fake-span.js';

describe('renderMarkdown', () => {
  it('has a heading, a table of facts and the waterfall in a fence', () => {
    const text = renderMarkdown([fakeSpan({ name: 'checkout' })], { width: 80, events: false });
    expect(text).toContain('## `checkout`\n');
    expect(text).toContain('| Trace | `0af7651916cd43dd8448eb211c80319c` |\n');
    expect(text).toContain('| Start | 2023-11-14 22:13:20.000 UTC |\n');
    expect(text).toContain('| Duration | 1s |\n');
    expect(text).toMatch(/\n```text\n[\s\S]*█[\s\S]*\n```\n$/);
  });

  it('lets no name leave its code span, its cell or the fence', () => {
    const name = 'a`b``` | <img src=x>\n```\n# forged';
    const lines = renderMarkdown([fakeSpan({ name })], { width: 200, events: false }).split('\n');
    expect(lines[0]).toBe('## ````a`b``` | <img src=x>␊```␊# forged````');
    expect(lines.filter((line) => /^`{4,}(text)?$/.test(line))).toEqual(['````text', '````']);
    expect(lines).not.toContain('# forged');
  });

  it('keeps a bar in a cell from parting it', () => {
    const span = fakeSpan({ name: 'x' });
    const text = renderMarkdown([{ ...span, resource: { ...span.resource, attributes: { 'service.name': 'a|b' } } }], {
      width: 80,
      events: false,
    });
    expect(text).toContain('| Services | `a\\|b` |');
  });
});
