import { renderHtml } from '../../src/render/html.js';
import { makeSpan } from '../support/make-span.js';
import { checkoutTrace } from '../support/sample-traces.js';

describe('renderHtml', () => {
  it('is one file that names no other', () => {
    const html = renderHtml(checkoutTrace());
    expect(html).toMatch(/^<!doctype html>\n/);
    expect(html).toContain('<title>POST /checkout</title>');
    const hash = "'sha256-[^' ]+'";
    const policy = `default-src 'none'; script-src ${hash}; style-src ${hash}; base-uri 'none'; form-action 'none'`;
    expect(html).toMatch(new RegExp(`content="${policy}"`));
    expect(html).not.toMatch(/(?:src|href)="/);
  });

  it('keeps records from ending the block that they stand in', () => {
    const evil = '</script><!--<script>alert(1)</script>';
    const html = renderHtml([makeSpan({ spanId: 'a', name: evil, attributes: { [evil]: evil }, service: evil })]);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<!--/g)).toBeNull();
    expect(html).toContain('<title>&lt;/script&gt;&lt;!--&lt;script&gt;alert(1)&lt;/script&gt;</title>');
  });

  it('holds no character that a terminal would act on, wherever it is written to', () => {
    const evil = '\u009b\u202e\u2028\u0007';
    const html = renderHtml([makeSpan({ spanId: 'a', name: evil, attributes: { [evil]: evil } })]);
    expect(evil.split('').filter((character) => html.includes(character))).toEqual([]);
    expect(html).toContain('\\u009b\\u202e\\u2028\\u0007');
  });

  it('takes the title that it is given', () => {
    expect(renderHtml([], { title: 'a "b" & c' })).toContain('<title>a &quot;b&quot; &amp; c</title>');
  });

  it('is the same for the same spans', () => {
    expect(renderHtml(checkoutTrace())).toBe(renderHtml(checkoutTrace()));
  });
});
