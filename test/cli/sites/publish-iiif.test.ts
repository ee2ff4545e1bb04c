import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { expect, it, onTestFinished } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { readLines } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { drawNoise, edit, openShop, type Shop } from '../../support/project/shop.ts';
import { CHROMIUM } from '../../support/video/browser.ts';
import { play } from '../../support/video/play-page.ts';

const PROFILE = `kind: image-profile
name: art
pyramid: { tile: 128, quality: 90 }
renditions:
  - { name: web, modifiers: "wid=300&fmt=jpeg&qlt=80" }
  - { name: cut, modifiers: "wid=100&hei=100&fit=crop&fmt=jpeg" }
`;

const SIDECAR = `hotspots:
  - { name: "A <link>", at: [0.5, 0.25], href: "https://shop.example/?a=1&b=2" }
  - { name: Right half, area: [0.5, 0, 0.5, 1], quickview: { sku: x } }
  - { name: Corner, polygon: [[0, 0], [0.5, 0], [0, 0.5]], fragment: guide.html }
zoomTargets: [{ label: Sole, rect: [0.5, 0.5, 0.25, 0.25] }]
`;

const SET = `kind: set
name: both
type: page
members: [{ asset: one.png, label: First }, { asset: two.png }]
`;

interface Server {
  readonly base: string;
  /** Addresses that were asked for, and are not there. */
  readonly missing: readonly string[];
  readonly asked: readonly string[];
}

/** A plain web server over a folder that need not be there yet; pages of other hosts may read from it. */
async function serve(folder: string): Promise<Server> {
  const [missing, asked]: [string[], string[]] = [[], []];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    const file = join(folder, path);
    asked.push(path);
    const isFile = existsSync(file) && statSync(file).isFile();
    if (!isFile) missing.push(path);
    response.writeHead(isFile ? 200 : 404, { 'access-control-allow-origin': '*' });
    if (isFile) createReadStream(file).pipe(response);
    else response.end();
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/media`, missing, asked };
}

async function openGallery(shop: Shop, base: string): Promise<void> {
  // Sides that halve to other sizes rounded up than rounded to the nearest: 641 → 321, 161 and 160; 514 → 129 and 128.
  await drawNoise(join(shop.assets, 'one.png'), 1, 641, 514);
  await drawNoise(join(shop.assets, 'two.png'), 2, 100, 80);
  writeFileSync(join(shop.assets, 'one.png.dmx.yaml'), SIDECAR);
  writeFileSync(join(shop.folder, 'profiles/art.yaml'), `${PROFILE}---\n${SET}`);
  writeFileSync(
    join(shop.folder, 'dmx.yaml'),
    `version: 1\nlibrary: assets\nprofiles: [profiles/art.yaml]\ninclude: [one.png, two.png]\nfolders: [{ path: "**", image: art }]\npublish:\n  www: { to: public/media, base: "${base}", iiif: level0, tiles: dzi }\n`,
  );
}

const readJson = (file: string): Readonly<Record<string, unknown>> => JSON.parse(readFileSync(file, 'utf8'));

/** The pixels of a Deep Zoom level, put together of its tiles. */
async function levelPixels(folder: string, width: number, height: number): Promise<Buffer> {
  const tiles = [];
  for (let y = 0; y * 128 < height; y++) {
    for (let x = 0; x * 128 < width; x++)
      tiles.push({ input: join(folder, `${x}_${y}.jpg`), left: x * 128, top: y * 128 });
  }
  const black = { width, height, channels: 3, background: '#000000' } as const;
  return sharp({ create: black }).composite(tiles).removeAlpha().raw().toBuffer();
}

/** Everything that a viewer shows of a picture: it goes to every corner at several levels. */
const pageOf = (sources: readonly string[]): string => `<!doctype html><meta charset="utf-8">
<div id="v" style="width:500px;height:400px"></div><script src="/lib/openseadragon/build/openseadragon/openseadragon.min.js"></script><script>
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const failed = []; let loaded = 0;
  for (const tileSources of ${JSON.stringify(sources)}) {
    const v = OpenSeadragon({ id: 'v', tileSources, showNavigationControl: false, minZoomImageRatio: 0.01, drawer: 'canvas' });
    v.addHandler('open-failed', (e) => failed.push(String(e.message)));
    v.addHandler('tile-load-failed', (e) => failed.push(String(e.message)));
    v.addHandler('tile-loaded', () => loaded++);
    await new Promise((done) => { v.addHandler('open', done); setTimeout(done, 5000); });
    for (const zoom of [0.05, 0.3, 1, 2, 4]) for (const [x, y] of [[0, 0], [1, 0], [0, 0.8], [1, 0.8]]) {
      v.viewport.zoomTo(v.viewport.getHomeZoom() * zoom, null, true);
      v.viewport.panTo(new OpenSeadragon.Point(x, y), true);
      await wait(60);
    }
    await wait(200); v.destroy();
  }
  await fetch('/told', { method: 'POST', body: JSON.stringify({ failed, loaded }) });
})();
</script>`;

/** The same in Leaflet, at the levels of more than one tile: a picture in one tile it asks for by its sides, not as `full`. */
const mapOf = (source: string, { width, height }: { width: number; height: number }): string => `<!doctype html>
<meta charset="utf-8"><link rel="stylesheet" href="/lib/leaflet/dist/leaflet.css"><div id="m" style="width:500px;height:400px"></div>
<script src="/lib/leaflet/dist/leaflet.js"></script><script src="/lib/leaflet-iiif/leaflet-iiif.js"></script><script>
(async () => {
  const failed = []; const loaded = new Set();
  const map = L.map('m', { crs: L.CRS.Simple, center: [0, 0], zoom: 2, fadeAnimation: false, zoomAnimation: false });
  const layer = L.tileLayer.iiif(${JSON.stringify(source)}, { fitBounds: false });
  layer.on('tileerror', (e) => failed.push(e.tile.src)); layer.on('tileload', (e) => loaded.add(e.tile.src));
  const begun = new Promise((done) => layer.once('load', done)); layer.addTo(map); await begun;
  for (const zoom of [1, 2, 3]) for (const [x, y] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
    const scale = 2 ** (layer.maxNativeZoom - zoom);
    map.setView(map.options.crs.pointToLatLng(L.point(x * ${width} / scale, y * ${height} / scale), zoom), zoom, { animate: false });
    do await new Promise((done) => setTimeout(done, 50)); while (layer.isLoading());
  }
  await fetch('/told', { method: 'POST', body: JSON.stringify({ failed, loaded: loaded.size }) });
})();
</script>`;

it('pictures are image services and Deep Zoom folders of files, of the very pixels of the pyramid, and sets are manifests', async () => {
  const shop = await openShop();
  const server = await serve(join(shop.folder, 'public'));
  await openGallery(shop, server.base);
  const publicFolder = join(shop.folder, 'public/media');
  await dmx(shop.folder, 'ingest');
  const first = readLines(await dmx(shop.folder, 'publish', '--json')).at(-1);
  expect(first).toMatchObject({ type: 'published', failed: [], notices: [] });
  expect(readLines(await dmx(shop.folder, 'publish', '--json')).at(-1)).toMatchObject({ put: { files: 0 } });

  // Tiles decode to the pixels of the pyramid, at its edges too.
  const pyramid = join(publicFolder, 'renditions/one.png/pyramid.tif');
  for (const [page, level, width, height] of [
    [0, 10, 641, 514],
    [1, 9, 321, 257],
  ] as const) {
    const tiles = await levelPixels(join(publicFolder, `dzi/one.png_files/${level}`), width, height);
    expect(tiles.equals(await sharp(pyramid, { page }).removeAlpha().raw().toBuffer()), `level ${level}`).toBe(true);
  }
  const service = readJson(join(publicFolder, 'iiif/one.png/info.json'));
  expect(service).toMatchObject({ id: `${server.base}/iiif/one.png`, profile: 'level0', width: 641, height: 514 });
  expect(service['tiles']).toEqual([{ width: 128, height: 128, scaleFactors: [1, 2, 4, 8] }]);
  const whole = sharp(join(publicFolder, 'iiif/one.png/full/300,241/0/default.jpg'));
  expect(await whole.metadata()).toMatchObject({ width: 300, height: 241 });

  for (const path of ['one.png', 'both']) {
    const manifest = readJson(join(publicFolder, `iiif/${path}/manifest.json`));
    const state = { warnings: [] };
    presentation3StrictUpgrade(structuredClone(manifest) as never, state);
    expect(state.warnings).toEqual([]);
  }
  const both = readJson(join(publicFolder, 'iiif/both/manifest.json'));
  expect(both).toMatchObject({
    behavior: ['paged'],
    items: [{ label: { none: ['First'] } }, { label: { none: ['two'] } }],
  });
  const text = JSON.stringify(both);
  expect(text).toContain('{"type":"PointSelector","x":321,"y":129}');
  expect(text).toContain('/iiif/both/canvas/1#xywh=321,0,320,514"');
  expect(text).toContain('<a href=\\"https://shop.example/?a=1&amp;b=2\\">A &lt;link&gt;</a>');
  expect(text).toContain('M0 0L321 0L0 257Z');
  const collection = readJson(join(publicFolder, 'iiif/collection.json'));
  expect((collection['items'] as readonly unknown[]).length).toBe(3);

  if (CHROMIUM !== undefined) {
    const paths = ['iiif/one.png/info.json', 'dzi/one.png.dzi', 'iiif/two.png/info.json', 'dzi/two.png.dzi'];
    const told = await play(CHROMIUM, shop.folder, pageOf(paths.map((path) => `${server.base}/${path}`)));
    expect(told).toMatchObject({ failed: [] });
    expect(server.missing).toEqual([]);
    expect(server.asked.filter((path) => path.endsWith('.jpg')).length).toBeGreaterThan(40);
    const mapped = await play(CHROMIUM, shop.folder, mapOf(`${server.base}/iiif/one.png/info.json`, service as never));
    // 2 × 2 and 3 × 3 tiles, and of 6 × 5 all but the column between the corners.
    expect(mapped).toEqual({ failed: [], loaded: 38 });
  }

  // A pyramid that is damaged is not cut up: what was there stays.
  const before = readFileSync(join(publicFolder, 'iiif/one.png/info.json'), 'utf8');
  edit(join(shop.folder, 'dmx.yaml'), (yaml) => yaml.replace('to: public/media', 'to: public/other'));
  const bytes = readFileSync(join(shop.output, 'renditions/one.png/pyramid.tif'));
  writeFileSync(join(shop.output, 'renditions/one.png/pyramid.tif'), bytes.with(-100, 1));
  const torn = await dmx(shop.folder, 'publish', '--json');
  expect(torn.exit).toBe(3);
  expect(existsSync(join(shop.folder, 'public/other/iiif/one.png/info.json'))).toBe(false);
  expect(readFileSync(join(publicFolder, 'iiif/one.png/info.json'), 'utf8')).toBe(before);
  // One that cannot be opened takes no tiles away from a target that has them.
  edit(join(shop.folder, 'dmx.yaml'), (yaml) => yaml.replace('to: public/other', 'to: public/media'));
  writeFileSync(join(shop.output, 'renditions/one.png/pyramid.tif'), 'II*');
  expect((await dmx(shop.folder, 'publish', '--json')).exit).toBe(3);
  expect(readFileSync(join(publicFolder, 'iiif/one.png/info.json'), 'utf8')).toBe(before);
});
