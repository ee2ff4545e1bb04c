import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { writeFiles } from '../files/own-folder.ts';
import { inRepository } from '../files/repository.ts';

const DMX_YAML = `version: 1
library: assets
output: out
profiles: [profiles/*.yaml]
folders:
  - { path: "**", image: shop, video: default }
  - { path: turns, image: frames, sets: [turns] }
publish: { www: { to: www, viewers: { company: Shop } } }
`;

const PROFILES = `kind: image-profile
name: shop
pyramid: {}
smartCrop: { strategy: [center], crops: [{ name: Tall, ratio: "1:2", width: 300 }] }
renditions:
  - { name: small, modifiers: "wid=300&fmt=jpeg" }
  - { name: web, modifiers: "wid=900&fmt=jpeg" }
---
kind: image-profile
name: frames
renditions: [{ name: frame, modifiers: "wid=300&fmt=jpeg" }]
---
{ kind: set-rules, name: turns, type: spin }
---
kind: set
name: mix
type: mixed
members: [big.jpg, { set: turns/turns }, { asset: clips/wheel.mp4, label: The clip }, { asset: banner.jpg, swatch: "#c02020", label: Red }]
---
kind: set
name: slides
type: carousel
members: [banner.jpg, pano.jpg, big.jpg]
---
kind: viewer-presets
presets: { Spin_brand: { viewer: spin, theme: dark, attributes: { initialFrame: 3 }, css: brand.css } }
`;

const SIDECAR = `metadata: { alt: A table }
hotspots:
  - { name: Glass, at: [0.5, 0.5], quickview: { sku: 0123-RED, categoryId: men } }
  - { name: Sale, area: [0.1, 0.1, 0.3, 0.2], href: "sale.html" }
`;

/** A picture of one colour, with a cross that is seen at any size. */
async function draw(width: number, height: number, background: string): Promise<Buffer> {
  const bar = { create: { width: Math.ceil(width / 20), height, channels: 3, background: '#202020' } } as const;
  const picture = sharp({ create: { width, height, channels: 3, background } });
  return picture
    .composite([{ input: bar, left: Math.floor(width / 2), top: 0 }])
    .jpeg({ quality: 60 })
    .toBuffer();
}

/** Writes a library with something for every viewer, and its settings. */
export async function writeLibrary(folder: string): Promise<void> {
  const turns = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      return [`turns/t-${i + 1}.jpg`, await draw(300, 200, `hsl(${i * 30}, 60%, 50%)`)] as const;
    }),
  );
  writeFiles(join(folder, 'assets'), {
    ...Object.fromEntries(turns),
    'big.jpg': await draw(8000, 6000, '#4060a0'),
    'banner.jpg': await draw(1200, 800, '#a08040'),
    'banner.jpg.dmx.yaml': SIDECAR,
    'pano.jpg': await draw(1600, 800, '#408040'),
    'clips/wheel.en.vtt': 'WEBVTT\n\n00:00.000 --> 00:02.000\nA wheel turns\n',
    'clips/wheel.mp4': readFileSync(inRepository('fixtures/library/clips/wheel.mp4')),
  });
  writeFiles(folder, {
    'dmx.yaml': DMX_YAML,
    'profiles/shop.yaml': PROFILES,
    'profiles/brand.css': '.main { outline: 3px solid red; }',
  });
}

/** A page of a site. */
export const html = (body: string, head = '<script type="module" src="viewers/dmx-viewers.js"></script>'): string =>
  `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${head}</head><body><main><h1>Shop</h1>${body}</main></body></html>`;

const element = (tag: string, path: string, attributes = ''): string =>
  `<${tag} ${attributes} src="viewers/data/${path}.json"><img src="renditions/banner.jpg/small.jpg" alt="before"></${tag}>`;

/** Pages of a site with a viewer each, by name. */
export const PAGES: Readonly<Record<string, string>> = {
  zoom: html(element('dmx-zoom', 'big.jpg')),
  spin: html(element('dmx-spin', 'turns/turns', 'preset="Spin_brand"')),
  media: html(element('dmx-media', 'mix')),
  carousel: html(element('dmx-carousel', 'slides', 'carouselview.autoplay="1,1"')),
  banner: html(element('dmx-banner', 'banner.jpg')),
  video: html(element('dmx-video', 'clips/wheel.mp4')),
  panorama: html(element('dmx-panorama', 'pano.jpg')),
  flyout: html(element('dmx-flyout', 'banner.jpg')),
  gallery: html(element('dmx-gallery', 'slides')),
  picture: html(
    `<div style="width: 200px; height: 400px">${element('dmx-picture', 'banner.jpg', 'style="height: 100%"')}</div>`,
  ),
  wrong: html(element('dmx-zoom', 'nothing.jpg')),
  classic: html(
    '<div id="v1"></div>',
    '<script src="viewers/html5/js/SpinViewer.js"></script><script src="snippet.js"></script>',
  ),
};

/** An embed snippet of Dynamic Media, but for the addresses of its script and server. */
export const SNIPPET = `const told = [];
globalThis.told = told;
addEventListener('DOMContentLoaded', () => new s7viewers.SpinViewer({
  containerId: 'v1',
  params: { asset: 'Shop/turns', serverurl: new URL('.', location).href, config: 'Shop/SpinSet_dark', stagesize: '400,300' },
  handlers: { initComplete() { told.push('initComplete'); }, trackEvent(id, name, instance, time, info) { told.push(info); } },
}).init());
`;
