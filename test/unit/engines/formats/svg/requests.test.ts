import { describe, expect, it } from 'vitest';
import { outsideReference } from '../../../../../src/engines/formats/svg/outside-references.ts';
import { isRequest, requestsIn, withPictures } from '../../../../../src/engines/formats/svg/requests.ts';

const RED = '/is/image/shop/red.jpg?wid=90&fit=crop,1';
const image = (href: string): string => `<image x="1" xlink:href="${href.replaceAll('&', '&amp;')}" width="9"/>`;

describe('requests of a drawing', () => {
  it('are those of its pictures, each once', () => {
    const text = `<svg>${image(RED)}${image(`http://a.example${RED}`)}${image(RED)}<!-- ${image('/is/image/b')} --></svg>`;
    expect(requestsIn(text)).toEqual([RED, `http://a.example${RED}`]);
  });

  it.each([
    '<use href="/is/image/a"/>',
    '<g style="fill:url(/is/image/a)"/>',
    image('/other/image/a'),
    image('/is/image/../secret.png'),
    image('/is/image/.hidden/a.png'),
    image('file:///is/image/a'),
    image('/is/image/'),
    image('is/image/a'),
  ])('are nothing else, which is refused as a part that is not there: %s', (inside) => {
    expect(requestsIn(`<svg>${inside}</svg>`)).toEqual([]);
    expect(outsideReference(`<svg>${inside}</svg>`, isRequest)).toBeDefined();
  });

  it('become what stands for them, whatever their quotation marks', () => {
    const text = `<svg><svg:image href='${RED.replaceAll('&', '&#38;')}'/>${image('/is/image/b')}</svg>`;
    const filled = withPictures(text, new Map([[RED, 'data:a']]));
    expect(filled).toBe(`<svg><svg:image href="data:a"/>${image('/is/image/b')}</svg>`);
    expect(outsideReference(text)).toBeDefined();
    expect(outsideReference(text, isRequest)).toBeUndefined();
  });

  it.each(['<image ', '<image href="', '<image a="b', '<!--', '<![CDATA[', '<image href='])(
    'take time by the length of the text, %s again and again too',
    (part) => {
      expect(requestsIn(part.repeat(200_000))).toEqual([]);
    },
  );
});
