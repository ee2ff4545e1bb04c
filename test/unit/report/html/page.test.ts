import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printReport } from '../../../../src/report/html/page.ts';
import type { ReportAsset, ReportCrop } from '../../../../src/model/run/report-page.ts';
import { browse, CHROMIUM } from '../../../support/video/browser.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

/** A gray pixel. */
const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

const crop = (name: string, unsure: boolean): ReportCrop => ({
  ...{ name, rect: [0.1, 0, 0.5, 1], focus: [0.35, 0.5], by: 'saliency', confidence: unsure ? 0.2 : 0.9, unsure },
  file: {
    name,
    link: `renditions/${name}.jpg`,
    mime: 'image/jpeg',
    shown: true,
    width: 400,
    height: 400,
    bytes: 12_345,
  },
  picture: PICTURE,
});

const HOSTILE = 'bad/</script><img src=x onerror=document.title="broken">.jpg';

/** Widths of the assets that are smaller than their place on the page. */
const SMALL: Readonly<Record<number, number>> = { 2: 2, 4: 40 };

/** Two thousand assets: every tenth is unsure of its square, every hundredth has failed, one has a name that means harm. */
const ASSETS = Array.from({ length: 2000 }, (_, i): ReportAsset => ({
  ...{ path: i === 7 ? HOSTILE : `f${i % 7}/${String(i).padStart(4, '0')}.jpg`, kind: 'image', state: 'ready' },
  ...{ width: SMALL[i] ?? 600, height: i in SMALL ? 1 : 400, bytes: 1_234_567, picture: PICTURE },
  crops: [crop('Square', i % 10 === 0), ...(i % 2 === 0 ? [crop('Wide', false)] : [])],
  subjects: [{ box: [0.2, 0.2, 0.3, 0.3], label: 'dog', by: 'objects' }],
  layered:
    i === 0
      ? [
          {
            file: {
              name: 'badge',
              link: 'badge.png',
              mime: 'image/png',
              shown: true,
              width: 150,
              height: 100,
              bytes: 9,
            },
            picture: PICTURE,
            layers: [
              { label: '0: the asset', box: [0, 0, 1, 1] },
              { label: '1: <b>SALE</b>', box: [0.5, 0.5, 0.25, 0.25] },
            ],
          },
        ]
      : [],
  play: null,
  damage: i === 1 ? 'broken <i>codes</i>' : null,
  seconds: i === 1200 ? 61 : i % 3 === 0 ? null : 1,
  files: [
    { name: 'thumb', link: 'thumb.jpg', mime: 'image/jpeg', shown: true, width: 150, height: 100, bytes: 900 },
    {
      name: 'thumb.webp',
      of: 'thumb',
      link: 'thumb.webp',
      mime: 'image/webp',
      shown: true,
      width: 150,
      height: 100,
      bytes: 675,
      quality: 71,
      score: i === 500 ? 41.5 : 72,
    },
  ].slice(0, i === 3 ? 1 : 2),
  errors:
    i % 100 === 99 ? [{ code: 'SOURCE_CORRUPT', rendition: null, message: 'cut off', hint: 'Upload it again.' }] : [],
}));

const HEAD = {
  library: 'shop',
  generator: 'dmx 1',
  assets: 2000,
  masterBytes: 4e9,
  renditions: 6000,
  renditionBytes: 1e9,
  run: { ignored: [{ path: '<b>notes</b>.txt', seeming: 'text' }], ignoredMore: 3 },
};

async function* chunks(): AsyncGenerator<readonly ReportAsset[]> {
  for (let i = 0; i < ASSETS.length; i += 50) yield ASSETS.slice(i, i + 50);
}

async function print(): Promise<string> {
  const parts: string[] = [];
  for await (const part of printReport({ ...HEAD, failed: 20 }, chunks())) parts.push(part);
  return parts.join('');
}

describe('the report', () => {
  it('asks for nothing that is not in it, and sums up what there is', async () => {
    const page = await print();
    expect(page.match(/https?:\/\/[^'" ]+/g)).toEqual(['http://www.w3.org/2000/svg']);
    expect(page).toContain("default-src 'none'; img-src data: 'self' file:; media-src 'self' file:;");
    expect(page).not.toContain('<img');
    expect(page).toContain('2,000 assets, 6,000 renditions, masters 4 GB, renditions 1 GB: 75 % less');
    expect(page).toContain('20 assets with failures');
  });
});

describe.skipIf(CHROMIUM === undefined)('the report in a browser, from a file', () => {
  /** What a view of the page shows: all cards by their paths, and how many of them are drawn. */
  const view = (hash: string) => (views[hash] ??= look(hash));
  const views: Record<string, ReturnType<typeof look>> = {};
  const look = async (hash: string) => {
    const file = join(ownFolder(), 'report.html');
    writeFileSync(file, await print());
    const dom = await browse(CHROMIUM ?? '', pathToFileURL(file).href + hash);
    const sheet = dom.slice(dom.indexOf('<main'), dom.indexOf('</main>'));
    const paths = [...sheet.matchAll(/<article class="card" data-path="([^"]*)"/g)].map(([, path = '']) => path);
    return { dom, sheet, paths, drawn: sheet.match(/<h2>/g)?.length ?? 0 };
  };

  it('has a card for every asset and draws only those in sight, names as text', async () => {
    const { dom, sheet, paths, drawn } = await view('');
    expect(paths).toHaveLength(2000);
    expect(drawn).toBeGreaterThan(3);
    expect(drawn).toBeLessThan(60);
    expect(dom).toContain('<title>dmx: shop</title>');
    expect(sheet).toContain('&lt;/script&gt;&lt;img src=x');
    const [, card = ''] = sheet.split('</article>');
    expect(card).toContain('broken &lt;i&gt;codes');
    expect(sheet.match(/broken &lt;i&gt;codes/g)).toHaveLength(1);
    // Layers of a rendition are drawn on it, and named as text.
    const [layered = ''] = sheet.split('</article>');
    expect(layered).toContain('1: &lt;b&gt;SALE&lt;/b&gt;');
    expect(layered).toMatch(/<rect x="0\.5" y="0\.5" width="0\.25" height="0\.25" class="crop"/);
    expect(card).toContain('f1/0001.jpg');
    const folds = sheet.split('</article>').map((one) => /\d+ more files?(?=<)/.exec(one)?.[0]);
    expect([folds[1], folds[3]]).toEqual(['2 more files', '1 more file']);
    // What is small is shown at its own size, not as if it were one of hundreds of pixels.
    const [, large, tiny, , small] = sheet
      .split('</article>')
      .map((one) => /class="master" style="width: (\d+)px/.exec(one)?.[1]);
    expect([large, tiny, small]).toEqual(['320', '16', '40']);
    expect(card).toContain('data-crop="Square"');
    expect(card).toContain('<title>dog (objects)</title>');
    expect(card).toContain('by saliency, 90 % sure');
    expect(card).toContain('<a href="renditions/Square.jpg">Square</a>');
  });

  it('sums up bytes, savings, what took long, what was searched for, what failed and what was ignored', async () => {
    const { dom } = await view('');
    const summary = dom.slice(dom.indexOf('<section id="summary"'), dom.indexOf('<form'));
    expect(summary).toContain('<title>webp: 1999 files, 1.35&nbsp;MB, 25 % less than the plain files</title>');
    expect(summary).toMatch(/<title>f3: 353&nbsp;MB → [\d.]+&nbsp;MB, \d+ % less<\/title>/);
    const table = (title: string): string =>
      (summary.split('<details').find((part) => part.includes(`<summary>${title}`)) ?? '').replace(/.*<tbody>/s, '');
    const [first = ''] = table('Slowest assets').split('</tr>');
    expect(first).toContain('f3/1200.jpg');
    expect(first).toContain('61&nbsp;s');
    expect(table('Least alike')).toMatch(/^<tr><td><button[^>]*>f3\/0500\.jpg.*?41\.5/s);
    expect(table('Quality by look')).toContain('42 … 72 … 72');
    expect(table('Failures')).toContain('SOURCE_CORRUPT');
    expect(table('Damaged masters')).toMatch(/^<tr><td><button[^>]*>f1\/0001\.jpg.*?broken &lt;i&gt;codes/s);
    expect(table('Ignored files')).toContain('&lt;b&gt;notes&lt;/b&gt;.txt');
  });

  it('filters by crop, by what is unsure and by failures with their hints, and sorts', async () => {
    const unsure = await view('#crop=Square&unsure=on&sort=time');
    expect(unsure.paths).toHaveLength(200);
    expect(unsure.paths.slice(0, 2)).toEqual(['f3/1200.jpg', 'f3/0010.jpg']);
    expect(unsure.sheet).not.toContain('data-crop="Wide"');
    expect((await view('#crop=Wide&unsure=on')).paths).toEqual([]);
    const failed = await view('#failed=on&search=F1');
    expect(failed.paths).toEqual(['f1/0099.jpg', 'f1/0799.jpg', 'f1/1499.jpg']);
    expect(failed.sheet).toContain('SOURCE_CORRUPT');
    expect(failed.sheet).toContain('Upload it again.');
  });
});
