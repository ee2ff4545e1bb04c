import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/base/xml.ts';
import { MARKUP_FORMATS } from '../../../src/model/manifest/markup.ts';
import { markupOf } from '../../../src/pages/markup.ts';
import { sitemapOf } from '../../../src/pages/sitemap.ts';
import { manifestAsset, manifestRendition as made } from '../../support/project/manifest-asset.ts';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  // Spellings that are as good as others.
  rules: { 'void-style': 'off', 'no-inline-style': 'off', 'long-title': 'off', 'attribute-boolean-style': 'off' },
});

async function faultsOf(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}

const HOSTILE = `"><script>alert(1)</script>' onload=x {{ 7*7 }} {% raw %} \${x} </script><!-- ]]> & \u2028 \u0000`;
const parts = ['media', 'opengraph', 'jsonld'] as const;

const picture = manifestAsset({
  path: `shoes/${HOSTILE.replaceAll('/', '')}.jpg`,
  metadata: {
    title: HOSTILE,
    description: HOSTILE,
    alt: HOSTILE,
    creator: [HOSTILE],
    keywords: [HOSTILE],
    rights: HOSTILE,
  },
  placeholder: { color: '#aabbcc' },
  page: {
    crops: [
      { crop: 'Square', from: 0 },
      { crop: null, from: 700 },
    ],
  },
  renditions: [
    made('web', {
      path: `renditions/${HOSTILE.replaceAll('/', '')}/web.jpg`,
      alternates: ['avif', 'webp'].flatMap((type) =>
        [600, 1200].map((width) => ({
          ...{ name: `web@${width}w.${type}`, mime: `image/${type}`, width, height: width, bytes: 1, sha256: '0' },
          path: `renditions/${HOSTILE.replaceAll('/', '')}/web@${width}w.${type}`,
        })),
      ),
    }),
    made('Square', { role: 'crop', width: 500, height: 500 }),
  ],
});

const clip = manifestAsset({
  ...{ path: 'clip.mp4', kind: 'video', metadata: { title: HOSTILE } },
  master: { mime: 'video/mp4', bytes: 1, sha256: '0', width: 640, height: 360, durationSeconds: 65.2 },
  renditions: [
    made('stream', { role: 'stream', path: 'r/stream', mime: 'video/mp4', entry: ['master.m3u8'] }),
    made('480p', { role: 'encoding', path: 'r/480p.mp4', mime: 'video/mp4', width: 640, height: 360 }),
    made('poster', { role: 'poster', path: 'r/poster.jpg' }),
  ],
});

describe('markup', () => {
  it.each([picture, clip])('is valid HTML whatever the words are, of $kind', async (asset) => {
    const html = markupOf(asset, { parts: ['media', 'jsonld'] });
    expect(await faultsOf(html)).toEqual([]);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(await faultsOf(`<ul>${html}</ul>`)).not.toEqual([]);
    const meta = markupOf(asset, { parts: ['opengraph'], base: 'https://cdn.example/', page: 'https://example/?a&b' });
    expect(
      await faultsOf(`<!DOCTYPE html><html lang="en"><head><title>t</title>${meta}</head><body></body></html>`),
    ).toEqual([]);
  });

  it('says what the words are, with no half of them', () => {
    const [, alt = ''] = /alt="([^"]*)"/.exec(markupOf(picture)) ?? [];
    expect(readXml(`<a>${alt}</a>`).children[0]?.text).toBe(HOSTILE.replace('\u0000', '\ufffd'));
    const [, json = ''] = /<script[^>]*>(.*)<\/script>/.exec(markupOf(picture, { parts: ['jsonld'] })) ?? [];
    expect(JSON.parse(json)).toMatchObject({ '@type': 'ImageObject', name: HOSTILE, width: 1200 });
  });

  it.each(['astro', 'liquid'] as const)('has no brace of a word in %s', (format) => {
    const html = markupOf(picture, { format, parts: ['media', 'opengraph'] });
    expect(html).not.toMatch(/[{}]/);
    expect(markupOf(picture, { format, parts: ['jsonld'] })).not.toMatch(/\{\{|\{%|\$\{/);
  });

  it('is JSX that says the same, and one line of JSON', () => {
    const jsx = markupOf(picture, { format: 'jsx', parts });
    expect(jsx).toContain(`alt={${JSON.stringify(HOSTILE)}}`);
    expect(jsx).toContain('srcSet={');
    expect(jsx).toContain('style={{"backgroundColor":"#aabbcc"}}');
    expect(markupOf(clip, { format: 'jsx' })).toContain(' playsInline ');
    expect(JSON.parse(markupOf(picture, { format: 'json' }))).toMatchObject({
      ...{ path: picture.path, picture: { img: { alt: HOSTILE } }, openGraph: { 'og:title': HOSTILE } },
    });
  });

  it('of any word ends no element early, in any language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...MARKUP_FORMATS), (word, format) => {
        const asset = manifestAsset({ metadata: { alt: word, title: word, description: word } });
        const printed = markupOf(asset, { format, parts });
        const lines = printed.split('\n').filter((line) => line !== '');
        if (format === 'html' || format === 'liquid')
          expect(lines.every((line) => /^ *<[^<>]*>(?:[^<>]*<\/script>)?$/.test(line))).toBe(true);
        else expect(printed.match(/<\/script/g)).toBeNull();
      }),
    );
  });

  it('is a sitemap with pictures, and clips that have a poster', () => {
    const [base, page] = ['https://cdn.example/', 'https://example/?a&b'];
    const [urls] = readXml(sitemapOf([{ page, assets: [picture, clip] }], { base })).children;
    const [url] = urls?.children ?? [];
    expect(url?.children.map(({ name }) => name)).toEqual(['loc', 'image:image', 'video:video']);
    expect(url?.children[0]?.text).toBe(page);
    expect(url?.children[2]?.children.map(({ name }) => name)).toEqual([
      ...['video:thumbnail_loc', 'video:title', 'video:description', 'video:content_loc', 'video:duration'],
    ]);
  });
});
