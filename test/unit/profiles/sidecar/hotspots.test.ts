import { describe, expect, it } from 'vitest';
import { readOverrides } from '../../../../src/profiles/sidecar/overrides.ts';

const read = (text: string) => readOverrides({ name: 'red.jpg.dmx.yaml', text });
const hotspot = (text: string) => read(`hotspots:\n  - { name: One, ${text} }\n`);

describe('hotspots in a sidecar', () => {
  it('have a place and an action each', () => {
    const text = `hotspots:
  - { name: Red shoe, at: [0.42, 0.63], quickview: { sku: 0123-RED, categoryId: men, price: 25 } }
  - { name: Sale, area: [0.1, 0.1, 0.3, 0.2], href: "https://shop.example/sale?a=1&b=2", target: _blank }
  - { name: Size guide, polygon: [[0, 0], [1, 0], [0.5, 1]], fragment: guides/size.html, width: 400, height: 300 }
zoomTargets: [{ label: Sole, rect: [0.2, 0.7, 0.4, 0.2], userData: 0123-S }]
`;
    const { overrides, problems } = read(text);
    expect(problems).toEqual([]);
    expect(overrides.hotspots?.[0]?.quickview).toEqual({ sku: '0123-RED', categoryId: 'men', price: '25' });
    expect(overrides.hotspots?.[1]).toEqual({
      ...{ name: 'Sale', area: [0.1, 0.1, 0.3, 0.2] },
      ...{ href: 'https://shop.example/sale?a=1&b=2', target: '_blank' },
    });
    expect(overrides.hotspots?.[2]?.polygon).toHaveLength(3);
    expect(overrides.zoomTargets).toEqual([{ label: 'Sole', rect: [0.2, 0.7, 0.4, 0.2], userData: '0123-S' }]);
  });

  it.each([
    'https://a.example',
    'HTTP://a.example',
    'mailto:a@b.example',
    'tel:+4912',
    'sale/a.html',
    '/a?b=c:d',
    '#top',
  ])('lead to %s', (href) => {
    expect(hotspot(`at: [0, 0], href: ${JSON.stringify(href)}`).problems).toEqual([]);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    '',
  ])('never lead to %j', (address) => {
    for (const key of ['href', 'fragment']) {
      const { problems, overrides } = hotspot(`at: [0, 0], ${key}: ${JSON.stringify(address)}`);
      expect(problems[0]).toMatchObject({ code: 'SIDECAR_INVALID', line: 2 });
      expect(problems[0]?.message).toContain('an address');
      expect(overrides).toEqual({});
    }
  });

  it.each([
    ['at: [0, 0]', 'one of `quickview`, `href`, `fragment`'],
    ['href: a.html', 'one of `at`, `area`, `polygon`'],
    ['at: [0, 0], area: [0, 0, 1, 1], href: a.html', 'one of `at`, `area`, `polygon`'],
    ['at: [0, 0], href: a.html, fragment: b.html', 'one of `quickview`, `href`, `fragment`'],
    ['at: [0, 1.5], href: a.html', 'a number from 0 to 1'],
    ['polygon: [[0, 0], [1, 1]], href: a.html', 'three corners'],
    ['at: [0, 0], quickview: { categoryId: men }', '`sku`'],
    ['at: [0, 0], quickview: { sku: 1, "on click": x }', 'letters, digits'],
    ['at: [0, 0], fragment: a.html, target: _blank', '`href` beside `target`'],
    ['at: [0, 0], href: a.html, width: 3', '`fragment` beside'],
    ['at: [0, 0], href: a.html, target: "a b"', 'name of a window'],
  ])('with %s are refused', (text, expected) => {
    const { problems } = hotspot(text);
    expect(problems.map(({ message }) => message).join('\n')).toContain(expected);
  });
});
