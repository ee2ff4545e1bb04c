import { copyFileSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { writeFiles } from '../files/own-folder.ts';
import { inRepository } from '../files/repository.ts';

/** Copies the demo shop to where its settings mean the same: the output and the target `www` come to lie in the folder. */
export function copyShop(folder: string): void {
  cpSync(inRepository('fixtures/shop'), join(folder, 'fixtures/shop'), { recursive: true });
}

/** A page of a site. */
export const html = (body: string, head = '<script type="module" src="viewers/dmx-viewers.js"></script>'): string =>
  `<!doctype html><html lang="en"><head><title>Shop</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${head}</head><body><main><h1>Shop</h1>${body}</main></body></html>`;

/** The same, under a policy that lets no page bring styles along. */
const strict = (body: string): string =>
  html(body).replace(
    '<head>',
    `<head><meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:">`,
  );

/** The same, read from the right. */
const rightToLeft = (body: string): string => html(body).replace('<html lang="en">', '<html lang="ar" dir="rtl">');

const element = (tag: string, path: string, attributes = ''): string =>
  `<${tag} ${attributes} src="viewers/data/${path}.json"><img src="renditions/banner.jpg/small.jpg" alt="before"></${tag}>`;

const classic = (script: string, own: string): string =>
  html('<div id="v1"></div>', `<script src="${script}"></script><script src="${own}.js"></script>`);

/** Pages of a site with a viewer each, by name. */
const PAGES: Readonly<Record<string, string>> = {
  zoom: html(element('dmx-zoom', 'town.png')),
  spin: html(element('dmx-spin', 'mug/mug', 'preset="Spin_brand"')),
  carousel: html(element('dmx-carousel', 'slides', 'carouselview.autoplay="1,1"')),
  media: html(element('dmx-media', 'autumn')),
  banner: html(element('dmx-banner', 'banner.jpg')),
  slides: html(element('dmx-carousel', 'slides')),
  video: html(element('dmx-video', 'clips/turning.mp4', 'report="/plays"')),
  flyout: html(element('dmx-flyout', 'banner.jpg')),
  beside: html(`<div style="width: 360px">${element('dmx-flyout', 'banner.jpg')}</div>`),
  panorama: html(element('dmx-panorama', 'panorama.jpg')),
  gallery: html(element('dmx-gallery', 'slides', 'columns="140"')),
  picture: html(
    `<div style="width: 240px; height: 320px">${element('dmx-picture', 'banner.jpg', 'style="height: 100%"')}</div>`,
  ),
  'right-to-left': rightToLeft(element('dmx-carousel', 'slides') + element('dmx-media', 'autumn')),
  strict: strict(element('dmx-video', 'clips/turning.mp4') + element('dmx-zoom', 'town.png')),
  german: html(`<div lang="de-AT">${element('dmx-video', 'clips/turning.mp4')}</div>`),
  autoplay: html(element('dmx-video', 'clips/turning.mp4', 'autoplay="1"')),
  several: html(
    ['shoes/red.jpg', 'shoes/blue.jpg'].map((path) => element('dmx-zoom', path)).join('') +
      element('dmx-video', 'clips/turning.mp4').repeat(2),
  ),
  narrow: html(`<div style="width: 240px; --dmx-background: #123456">${element('dmx-spin', 'mug/mug')}
    ${element('dmx-zoom', 'shoes/red.jpg', 'style="height: 240px"')}
    <div style="height: 200px">${element('dmx-gallery', 'mug/mug', 'style="height: 100%"')}</div></div>`),
  numbers: html(element('dmx-carousel', 'mug/mug', 'setindicator.mode="numeric"')),
  wrong: html(element('dmx-zoom', 'nothing.jpg')),
  classic: classic('viewers/html5/js/SpinViewer.js', 'classic'),
  'classic-video': classic('viewers/html5/js/InteractiveVideoViewer.js', 'classic-video'),
};

/** An embed snippet of Dynamic Media, but for the addresses of its script and server. */
const snippet = (viewer: string, params: string): string => `const told = [];
globalThis.told = told;
addEventListener('DOMContentLoaded', () => new s7viewers.${viewer}({
  containerId: 'v1',
  params: { serverurl: new URL('.', location).href, ${params} },
  handlers: {
    initComplete() { told.push('initComplete'); },
    trackEvent(id, name, instance, time, info) { told.push(info); },
    quickViewActivate({ sku }) { told.push('quick view of ' + sku); },
  },
}).init());
`;

const SNIPPETS: Readonly<Record<string, string>> = {
  'classic.js': snippet('SpinViewer', "asset: 'Shop/mug', config: 'Shop/SpinSet_dark', stagesize: '400,300'"),
  'classic-video.js': snippet(
    'InteractiveVideoViewer',
    "asset: 'Shop/turning', interactivedata: 'Shop/_VTT/turning.svideo.vtt', config: 'Shop/Shoppable_Video_dark'",
  ),
};

/** Writes the pages of a site beside what was published, and what looks at them. */
export function writePages(www: string, more: Readonly<Record<string, string>>): void {
  const pages = Object.entries({ ...PAGES, ...more });
  writeFiles(www, {
    ...SNIPPETS,
    ...Object.fromEntries(pages.map(([name, text]) => [`${name}.html`, text])),
  });
  copyFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), join(www, 'axe.js'));
}
