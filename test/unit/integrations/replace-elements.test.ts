import { describe, expect, it } from 'vitest';
import { replaceElements } from '../../../src/integrations/replace-elements.ts';

/** Each element as its attributes. */
const told = (html: string): Promise<string> =>
  replaceElements(html, async (attributes) => JSON.stringify(Object.fromEntries(attributes)));

describe('elements of a page', () => {
  it.each([
    ['<dmx-media src="a.jpg"></dmx-media>', { src: 'a.jpg' }],
    ['<dmx-media src=a/b.jpg priority>', { src: 'a/b.jpg', priority: '' }],
    ["<DMX-Media\n  SRC='a.jpg'\n/>", { src: 'a.jpg' }],
    [`<dmx-media src="a.jpg" alt="less < more > '5'">\n</dmx-media>`, { src: 'a.jpg', alt: `less < more > '5'` }],
    ['<dmx-media src="&quot;&#x26;&#38;&apos;&amp;lt;">', { src: `"&&'&lt;` }],
    ['<dmx-media src="a.jpg" src="b.jpg">', { src: 'a.jpg' }],
  ])('are read as HTML has them: %s', async (element, attributes) => {
    expect(await told(`<p>$&${element}</p>`)).toBe(`<p>$&${JSON.stringify(attributes)}</p>`);
  });

  it.each([
    '<!-- <dmx-media src="a.jpg"></dmx-media> -->',
    '<script>const text = `<dmx-media src="a.jpg">`;</script>',
    '<style>/* <dmx-media src="a.jpg"> */</style>',
    '<title>How to write <dmx-media src="a.jpg"></title>',
    '<dmx-media-list src="a.jpg"></dmx-media-list>',
    '&lt;dmx-media src="a.jpg"&gt;',
  ])('stay as they are where they are none: %s', async (html) => {
    expect(await told(`${html}<dmx-media>`)).toBe(`${html}{}`);
  });

  it('are told of letters that they name', async () => {
    await expect(told('<dmx-media alt="caf&eacute;">')).rejects.toMatchObject({
      code: 'OPTION_RANGE',
      place: 'caf&eacute;',
    });
  });
});
