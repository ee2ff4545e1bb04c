import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ManifestAsset } from '../../../src/model/manifest/manifest-asset.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { browse, CHROMIUM } from '../../support/video/browser.ts';

const FRAMES = [160, 240, 320, 400, 600] as const;
const ICON = 200;

const PROFILE = `kind: image-profile
name: page
smartCrop:
  crops:
    - { name: Tall, ratio: "3:4", width: 100 }
    - { name: Square, ratio: "1:1", width: 90 }
placeholder: [thumbhash, webp]
smartImaging: { formats: [webp] }
renditions:
  - { name: Tall-720, crop: Tall, modifiers: "wid=720&qlt=50", smartImaging: { formats: [webp], widths: [160, 240, 320, 480] } }
  - { name: Square-1200, crop: Square, modifiers: "wid=1200&qlt=50", smartImaging: { formats: [webp], widths: auto } }
${[600, 1200, 1800].map((width) => `  - { name: whole-${width}, modifiers: "wid=${width}&qlt=50" }`).join('\n')}
page:
  sizes: 100vw
  renditions: ["Tall-*", "Square-*", "whole-*"]
  crops: [{ crop: Tall, from: 0 }, { crop: Square, from: 300 }, { from: 500 }]
---
kind: image-profile
name: icon
renditions: [{ name: icon, modifiers: "wid=100&qlt=50", smartImaging: { formats: [webp], dpr: [1, 2, 3] } }]
`;

/** The file of the manifest that a window of a width and density needs: the smallest WebP with enough pixels. */
function meant({ renditions }: ManifestAsset, frame: number, dpr: number): string | undefined {
  const crop = frame >= 500 ? 'whole' : frame >= 300 ? 'Square' : 'Tall';
  const files = renditions
    .filter(({ name }) => name.startsWith(`${crop}-`))
    .flatMap(({ alternates = [] }) => alternates);
  const fit = files.filter(({ mime, width }) => mime === 'image/webp' && width >= frame * dpr);
  return fit
    .toSorted((x, y) => x.width - y.width)[0]
    ?.path.split('/')
    .pop();
}

const framed = (
  markup: string,
): string => `<!DOCTYPE html><style>body{margin:0}img{width:100%;height:auto;display:block}</style>
${markup}<p>below</p><script>
new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift = (window.shift || 0) + e.value; })
  .observe({ type: 'layout-shift', buffered: true });
</script>`;

const outer = `<!DOCTYPE html><body>${[...FRAMES, ICON].map((width) => `<iframe src="/${width}" width="${width}" height="900" style="border:0"></iframe>`).join('')}
<pre id="told"></pre><script>
addEventListener('load', () => setTimeout(() => {
  const told = [...document.querySelectorAll('iframe')].map(({ contentWindow: w }) => {
    const img = w.document.querySelector('img');
    return [img.currentSrc.split('/').pop(), w.shift || 0, img.getBoundingClientRect().width];
  });
  document.getElementById('told').textContent = JSON.stringify(told);
}, 500));
</script>`;

describe('a page', () => {
  it('is told of an asset by list and markup, and fetches the file that is meant', async () => {
    const folder = ownFolder();
    writeFiles(folder, {
      'dmx.yaml': `library: lib
profiles: [page.yaml]
folders: [{ path: "**", image: page, tags: [web] }, { path: icons, image: icon }]
`,
      'page.yaml': PROFILE,
      'lib/a & b.jpg.dmx.yaml': 'metadata: { alt: "A <b>", title: Sunset }\ntags: [hero]\nfocus: [0.5, 0.5]\n',
    });
    const gradient = { create: { width: 1800, height: 1200, channels: 3 as const, background: '#4080c0' } };
    const master = await sharp(gradient).jpeg().toBuffer();
    writeFiles(folder, { 'lib/icons/i.jpg': master, 'lib/a & b.jpg': master });
    expect(await dmx(folder, 'ingest', '--quiet')).toMatchObject({ exit: 0 });

    const { stdout: lines } = await dmx(folder, 'list', '--tag', 'hero', '--tag', '!draft', '--json');
    expect(JSON.parse(lines)).toMatchObject({
      ...{ type: 'asset-listed', path: 'a & b.jpg', tags: ['web', 'hero'], metadata: { alt: 'A <b>' } },
    });
    const unmet = await dmx(folder, 'list', '--tag', 'heero', '--tag', '!draft', '--json');
    expect(unmet).toMatchObject({ exit: 0, stdout: '', stderr: expect.stringMatching(/heero.*hero/) });
    expect((await dmx(folder, 'list', '--tag', 'hero', '--tag', '!web', '--json')).stderr).toBe('');
    const { stdout: html, exit } = await dmx(folder, 'markup', 'a & b.jpg', '--base', '/media/', '--priority');
    expect(exit).toBe(0);
    expect(html).toContain('alt="A &lt;b&gt;"');
    const media = await openManifest(join(folder, 'dmx-out'), { base: '/media/' });
    expect(media.markup('a & b.jpg', { priority: true })).toBe(html);
    expect(media.select({ tags: ['hero'] })).toHaveLength(1);
    const { stdout: counted } = await dmx(folder, 'status', '--tag', 'draft', '--json');
    expect(JSON.parse(counted)).toMatchObject({ type: 'status', summary: { states: { ready: 0 }, renditions: 0 } });

    const told = (...words: readonly string[]) => dmx(folder, 'markup', 'a & b.jpg', ...words, '--alt', 'A');
    expect((await told('--part', 'opengraph')).stderr).not.toBe('');
    expect((await told('--part', 'opengraph', '--base', 'https://shop.example/m/')).stderr).toBe('');
    const map = (...words: readonly string[]) => dmx(folder, 'markup', '--part', 'sitemap', ...words);
    expect(await map('--page', 'https://shop.example/', '--base', '/m/')).toMatchObject({ exit: 2 });
    expect(await map('--page', '/shop', '--base', 'https://shop.example/m/')).toMatchObject({ exit: 2 });
    const { stdout: icon, stderr: notes } = await dmx(folder, 'markup', 'icons/i.jpg', '--base', '/media/');
    expect(notes).toContain('icons/i.jpg has no alternative text');
    const none = await dmx(folder, 'markup', 'icons/i.jpg', '--rendition', 'Tall*', '--alt', '');
    expect([none.stdout, none.stderr]).toEqual(['', expect.stringContaining('icons/i.jpg is not shown')]);

    writeFiles(folder, { 'page.yaml': PROFILE.replace('[thumbhash, webp]', '[color]') });
    expect(await dmx(folder, 'ingest', '--quiet')).toMatchObject({ exit: 0 });
    const shown = (await openManifest(join(folder, 'dmx-out'))).asset('a & b.jpg');
    expect(shown?.placeholder).toEqual({ color: '#4080c0' });
    expect(await dmx(folder, 'ingest', '--check', '--quiet')).toMatchObject({ exit: 0 });

    // Words alone change the manifest, and with it what is published.
    writeFiles(folder, { 'lib/icons/i.jpg.dmx.yaml': 'metadata: { alt: An icon }\n' });
    const { stdout: due, exit: found } = await dmx(folder, 'ingest', '--check', '--json');
    expect(found).toBe(1);
    expect(JSON.parse(due.trim().split('\n').pop() ?? '')).toMatchObject({ type: 'plan-totals', make: 0, words: 1 });
    expect((await dmx(folder, 'ingest')).stderr).toContain('the manifest is written anew');
    expect(await dmx(folder, 'ingest', '--check', '--quiet')).toMatchObject({ exit: 0 });
    if (CHROMIUM === undefined || shown === undefined) return;

    const server = createServer((request, response) => {
      const [, width = '', path] = /^\/(\d*)(?:\/media\/(.*))?$/.exec(decodeURIComponent(request.url ?? '')) ?? [];
      if (path !== undefined) return response.end(readFileSync(join(folder, 'dmx-out', path)));
      response.setHeader('Content-Type', 'text/html');
      // Addresses of their own: a browser takes a larger file that it has already rather than fetch another.
      return response.end(
        width === '' ? outer : framed((Number(width) === ICON ? icon : html).replaceAll('/media/', `/${width}/media/`)),
      );
    }).listen(0);
    try {
      const { port } = server.address() as AddressInfo;
      for (const dpr of [1, 2, 3]) {
        const dom = await browse(CHROMIUM, `http://127.0.0.1:${port}/`, [`--force-device-scale-factor=${dpr}`]);
        const [, told = ''] = /<pre id="told">(.*?)<\/pre>/.exec(dom) ?? [];
        expect(JSON.parse(told), `density ${dpr}`).toEqual([
          ...FRAMES.map((width) => [meant(shown, width, dpr), 0, width]),
          [dpr === 1 ? 'icon.webp' : `icon@${dpr}x.webp`, 0, ICON],
        ]);
      }
    } finally {
      server.close();
    }
  });
});
