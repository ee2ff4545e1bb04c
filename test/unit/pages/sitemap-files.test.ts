import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/base/xml.ts';
import { pageOf, sitemapFiles } from '../../../src/pages/sitemap-files.ts';
import { manifestAsset, manifestRendition } from '../../support/project/manifest-asset.ts';

const BASE = 'https://shop.example/media';

const pictures = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    manifestAsset({ path: `shoes/${i}.jpg`, renditions: [manifestRendition('web', { path: `r/${i}.jpg` })] }),
  );

const locationsIn = (text: string, of: string): readonly string[] =>
  (readXml(text, 1e6).children[0]?.children ?? []).map(
    ({ children }) => children.find(({ name }) => name === of)?.text ?? '',
  );

describe('the page of an asset', () => {
  it.each([
    ['https://s.example/{dir}/{stem}', 'men/red shoes/a.b.jpg', 'https://s.example/men/red%20shoes/a.b'],
    ['https://s.example/?p={path}', 'a&b.jpg', 'https://s.example/?p=a%26b.jpg'],
    ['https://s.example/{dir}/{stem}', 'a.jpg', 'https://s.example/a'],
    ['https://s.example/{dir}{name}', '.hidden', 'https://s.example/.hidden'],
    ['https://s.example/{sku}', 'a.jpg', 'https://s.example/{sku}'],
  ])('%s of %s is %s', (template, path, page) => {
    expect(pageOf(template, path)).toBe(page);
  });
});

describe('sitemaps', () => {
  it('are one file with a page for each asset, whose pictures it shows', () => {
    const { documents, leftOut } = sitemapFiles(pictures(3), { base: BASE, template: 'https://shop.example/{stem}' });
    expect([documents.map(({ path }) => path), leftOut]).toEqual([['sitemap.xml'], 0]);
    const [text = ''] = documents.map(({ print }) => print());
    expect(locationsIn(text, 'loc')).toEqual([0, 1, 2].map((i) => `https://shop.example/${i}`));
    expect(text).toContain(`<image:loc>${BASE}/r/2.jpg</image:loc>`);
  });

  it('are several files and an index where one does not hold them', () => {
    const { documents } = sitemapFiles(pictures(25_000), { base: BASE, template: 'https://shop.example/{stem}' });
    const paths = documents.map(({ path }) => path);
    expect(paths).toEqual(['sitemap-1.xml', 'sitemap-2.xml', 'sitemap-3.xml', 'sitemap.xml']);
    const texts = documents.map(({ print }) => print());
    expect(locationsIn(texts.at(-1) ?? '', 'loc')).toEqual(paths.slice(0, -1).map((path) => `${BASE}/${path}`));
    const pages = texts.slice(0, -1).map((text) => text.split('<url>').length - 1);
    expect(pages.reduce((sum, count) => sum + count)).toBe(25_000);
  });

  it('tell how many pictures of a page they leave out, and are none where there is nothing', () => {
    const { documents, leftOut } = sitemapFiles(pictures(1003), { base: BASE, template: 'https://shop.example/' });
    expect(leftOut).toBe(3);
    expect(documents[0]?.print().split('<image:image>')).toHaveLength(1001);
    expect(sitemapFiles([], { base: BASE, template: BASE })).toEqual({ documents: [], leftOut: 0 });
  });
});
