import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../src/engines/image/libvips.ts';
import { openManifest } from '../../src/run/open-manifest.ts';
import { dmx } from '../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../support/files/own-folder.ts';
import { browse, CHROMIUM } from '../support/video/browser.ts';

const WIDTHS = { Tall: [160, 240, 320, 480, 720], Square: [320, 400, 640, 800, 960, 1200], whole: [600, 1200, 1800] };
const FRAMES = [160, 240, 320, 400, 600] as const;

const rows = Object.entries(WIDTHS).flatMap(([crop, widths]) =>
  widths.map((width) => {
    const shown = crop === 'whole' ? '' : `crop: ${crop}, `;
    return `  - { name: ${crop}-${width}, ${shown}modifiers: "wid=${width}&fmt=jpeg&qlt=50" }`;
  }),
);

const PROFILE = `kind: image-profile
name: page
smartCrop:
  crops:
    - { name: Tall, ratio: "3:4", width: 100 }
    - { name: Square, ratio: "1:1", width: 90 }
placeholder: [thumbhash, webp]
renditions:
${rows.join('\n')}
page:
  sizes: 100vw
  renditions: ["Tall-*", "Square-*", "whole-*"]
  crops: [{ crop: Tall, from: 0 }, { crop: Square, from: 300 }, { from: 500 }]
`;

const meant = (frame: number, dpr: number): string => {
  const crop = frame >= 500 ? 'whole' : frame >= 300 ? 'Square' : 'Tall';
  return `${crop}-${WIDTHS[crop].find((width) => width >= frame * dpr)}.jpg`;
};

const framed = (
  markup: string,
): string => `<!DOCTYPE html><style>body{margin:0}img{width:100%;height:auto;display:block}</style>
${markup}<p>below</p><script>
new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift = (window.shift || 0) + e.value; })
  .observe({ type: 'layout-shift', buffered: true });
</script>`;

const outer = `<!DOCTYPE html><body>${FRAMES.map((width) => `<iframe src="/${width}" width="${width}" height="900" style="border:0"></iframe>`).join('')}
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
      'dmx.yaml': 'library: lib\nprofiles: [page.yaml]\nfolders: [{ path: "**", image: page, tags: [web] }]\n',
      'page.yaml': PROFILE,
      'lib/a & b.jpg.dmx.yaml': 'metadata: { alt: "A <b>", title: Sunset }\ntags: [hero]\nfocus: [0.5, 0.5]\n',
    });
    const gradient = { create: { width: 1800, height: 1200, channels: 3 as const, background: '#4080c0' } };
    writeFileSync(join(folder, 'lib/a & b.jpg'), await sharp(gradient).jpeg().toBuffer());
    expect(await dmx(folder, 'ingest', '--quiet')).toMatchObject({ exit: 0 });

    const { stdout: lines } = await dmx(folder, 'list', '--tag', 'hero', '--tag', '!draft', '--json');
    expect(JSON.parse(lines)).toMatchObject({
      ...{ type: 'asset-listed', path: 'a & b.jpg', tags: ['web', 'hero'], metadata: { alt: 'A <b>' } },
    });
    const { stdout: html, exit } = await dmx(folder, 'markup', 'a & b.jpg', '--base', '/media/', '--priority');
    expect(exit).toBe(0);
    expect(html).toContain('alt="A &lt;b&gt;"');
    const media = await openManifest(join(folder, 'dmx-out'), { base: '/media/' });
    expect(media.markup('a & b.jpg', { priority: true })).toBe(html);
    expect(media.select({ tags: ['hero'] })).toHaveLength(1);
    const { stdout: counted } = await dmx(folder, 'status', '--tag', 'draft', '--json');
    expect(JSON.parse(counted)).toMatchObject({ type: 'status', summary: { states: { ready: 0 }, renditions: 0 } });

    writeFiles(folder, { 'page.yaml': PROFILE.replace('[thumbhash, webp]', '[color]') });
    expect(await dmx(folder, 'ingest', '--quiet')).toMatchObject({ exit: 0 });
    expect((await openManifest(join(folder, 'dmx-out'))).assets[0]?.placeholder).toEqual({ color: '#4080c0' });
    expect(await dmx(folder, 'ingest', '--check', '--quiet')).toMatchObject({ exit: 0 });
    if (CHROMIUM === undefined) return;

    const server = createServer((request, response) => {
      const [, width = '', path] = /^\/(\d*)(?:\/media\/(.*))?$/.exec(decodeURIComponent(request.url ?? '')) ?? [];
      if (path !== undefined) return response.end(readFileSync(join(folder, 'dmx-out', path)));
      response.setHeader('Content-Type', 'text/html');
      // Addresses of their own: a browser takes a larger file that it has already rather than fetch another.
      return response.end(width === '' ? outer : framed(html.replaceAll('/media/', `/${width}/media/`)));
    }).listen(0);
    try {
      const { port } = server.address() as AddressInfo;
      for (const dpr of [1, 2, 3]) {
        const dom = await browse(CHROMIUM, `http://127.0.0.1:${port}/`, [`--force-device-scale-factor=${dpr}`]);
        const [, told = ''] = /<pre id="told">(.*?)<\/pre>/.exec(dom) ?? [];
        expect(JSON.parse(told), `density ${dpr}`).toEqual(FRAMES.map((width) => [meant(width, dpr), 0, width]));
      }
    } finally {
      server.close();
    }
  });
});
