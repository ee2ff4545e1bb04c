import { describe, expect, it } from 'vitest';
import { outsideReference } from '../../../../../src/engines/formats/svg/outside-references.ts';

const drawing = (inside: string): string =>
  `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${inside}</svg>`;

describe('references of a drawing', () => {
  it.each([
    ['<image href="photo.png"/>', 'photo.png'],
    ["<image xlink:href = '../up.png'/>", '../up.png'],
    ['<svg:image xlink:href="/etc/passwd"/>', '/etc/passwd'],
    ['<image width="5"\n  href="https://example.com/a.png"/>', 'https://example.com/a.png'],
    ['<image href="&#x73;ecret.png"/>', '&#x73;ecret.png'],
    ['<use href="other.svg#part"/>', 'other.svg#part'],
    ['<filter><feImage href="f.png"/></filter>', 'f.png'],
    ['<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="a.txt" parse="text"/>', 'a.txt'],
    ['<rect style="fill: url(other.svg#g)"/>', 'other.svg#g'],
    ['<style>@import "sheet.css";</style>', 'sheet.css'],
    ['<style>@import url(sheet.css);</style>', 'sheet.css'],
    ['<a href="https://example.com"><image href="b.png"/></a>', 'b.png'],
    // No comment: what follows it is drawn.
    ['<desc><![CDATA[<!--]]></desc><image href="c.png"/>', 'c.png'],
    ['<!-- <image href="d.png"/> -->', 'd.png'],
  ])('lead out of it: %s', (inside, reference) => {
    expect(outsideReference(drawing(inside))).toBe(reference);
  });

  it('lead out of it where they are declared before it', () => {
    expect(outsideReference(`<?xml-stylesheet href="s.css"?>${drawing('')}`)).toBe('s.css');
    expect(outsideReference(`<!DOCTYPE svg [<!ENTITY e SYSTEM "secret.txt">]>${drawing('&e;')}`)).toBe('secret.txt');
  });

  it.each([
    '<use xlink:href="#part"/><rect fill="url(#g)" style="filter:url(\'#f\')"/>',
    '<image href=" data:image/png;base64,AAAA"/>',
    '<a href="https://example.com" xlink:href="page.html"><text>read on</text></a>',
    '<font-face><font-face-src><font-face-uri xlink:href="fonts.svg#a"/></font-face-src></font-face>',
    '<text>href = nothing, url of it</text>',
  ])('stay in it: %s', (inside) => {
    expect(outsideReference(drawing(inside))).toBeUndefined();
  });

  it('are looked for in a moment, however a text is made', () => {
    const found = ['<!--', 'href="', '<!ENTITY ', 'url(', '@import ', '<a ', '"'].map((part) =>
      outsideReference(part.repeat(200_000)),
    );
    expect(found.map((reference) => reference?.slice(0, 5)).filter(Boolean)).toEqual(['href=', 'url(u']);
  });
});
