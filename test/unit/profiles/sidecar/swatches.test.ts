import { describe, expect, it } from 'vitest';
import { readOverrides } from '../../../../src/profiles/sidecar/overrides.ts';

const swatch = (text: string) => readOverrides({ name: 'clip.mp4.dmx.yaml', text: `swatches:\n  - { ${text} }\n` });

describe('swatches in the sidecar of a clip', () => {
  it('have a time, a picture and an action, and of both what is usual where nobody says it', () => {
    const text = `swatches:
  - { from: 0s, to: 1:05, image: shoes/0123-RED.jpg }
  - { from: 1m5.5s, to: "1:02:03.5", label: Sale, href: "https://shop.example/sale", target: _blank }
  - { from: 70, image: /static/guide.png, label: Sizes, fragment: guides/size.html, width: 400 }
  - { from: 80s, label: Red, quickview: { sku: 0123-RED, price: 25 } }
`;
    const { overrides, problems } = readOverrides({ name: 'clip.mp4.dmx.yaml', text });
    expect(problems).toEqual([]);
    expect(overrides.swatches).toEqual([
      { from: 0, to: 65, label: '0123-RED', image: 'shoes/0123-RED.jpg', quickview: { sku: '0123-RED' } },
      { from: 65.5, to: 3723.5, label: 'Sale', href: 'https://shop.example/sale', target: '_blank' },
      { from: 70, label: 'Sizes', image: '/static/guide.png', fragment: 'guides/size.html', width: 400 },
      { from: 80, label: 'Red', quickview: { sku: '0123-RED', price: '25' } },
    ]);
  });

  it.each(['javascript:alert(1)', 'java\tscript:x', 'data:text/html,x', ''])('never lead to %j', (address) => {
    for (const key of ['href', 'fragment']) {
      const { problems, overrides } = swatch(`from: 0, label: One, ${key}: ${JSON.stringify(address)}`);
      expect(problems[0]).toMatchObject({ code: 'SIDECAR_INVALID', line: 2 });
      expect(overrides).toEqual({});
    }
  });

  it.each(['//other.example/a.jpg', '/\\other.example/a.jpg', '/a b.jpg', '/\t/other.example/a.jpg', '~/a.jpg', ''])(
    'show no picture of another machine: %j',
    (image) => {
      const { problems } = swatch(`from: 0, label: One, href: a.html, image: ${JSON.stringify(image)}`);
      expect(problems).toMatchObject([{ code: 'SIDECAR_INVALID', line: 2 }]);
    },
  );

  it.each([
    ['label: One, href: a.html', 'from'],
    ['from: soon, label: One, href: a.html', 'a time in the clip'],
    ['from: 5s, to: 5.5s, label: One, href: a.html', 'at least 1 second after'],
    ['from: 5s, to: 4s, label: One, href: a.html', 'at least 1 second after'],
    ['from: 0, href: a.html', '`label`, `image` or both'],
    ['from: 0, label: One', 'one of `quickview`, `href`, `fragment`'],
    ['from: 0, label: One, href: a.html, fragment: b.html', 'one of `quickview`, `href`, `fragment`'],
    ['from: 0, image: a.jpg, target: _blank', '`href` beside `target`'],
    ['from: 0, image: a.jpg, width: 200', '`fragment` beside `width` and `height`'],
    ['from: 0, image: a.jpg, at: [0, 0]', 'at'],
  ])('are refused with what was expected: %s', (text, expected) => {
    expect(
      swatch(text)
        .problems.map(({ message }) => message)
        .join(),
    ).toContain(expected);
  });
});
