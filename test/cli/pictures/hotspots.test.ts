import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import type { ManifestAsset, ManifestRendition } from '../../../src/model/manifest/manifest-asset.ts';
import { readLines } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { openShop, type Shop } from '../../support/project/shop.ts';

const WIDTH = 600;
const HEIGHT = 400;
/** The red spot of the master; pixels. */
const SPOT = { left: 240, top: 120, width: 20, height: 20 };
const CENTRE = [(SPOT.left + 10) / WIDTH, (SPOT.top + 10) / HEIGHT] as const;

const PROFILE = `kind: image-profile
name: marked
smartCrop: { crops: [{ name: Square, ratio: "1:1", width: 300 }] }
pyramid: { tile: 256, compression: deflate }
renditions:
  - { name: web, modifiers: "wid=300&fmt=png" }
  - { name: turned, modifiers: "rotate=90&scl=1&fmt=png" }
  - { name: tilted, modifiers: "rotate=20&scl=1&fmt=png" }
  - { name: mirrored, modifiers: "flip=lr&wid=300&hei=300&fit=fit,1&fmt=png" }
  - { name: leaning, modifiers: "perspective=100,0,500,50,600,400,0,350&scl=1&fmt=png" }
  - { name: cropped, modifiers: "crop=200,100,200,100&scl=1&fmt=png" }
  - { name: hero, crop: Square, modifiers: "wid=200&fmt=png" }
  - { name: elsewhere, modifiers: "crop=400,0,200,400&scl=1&fmt=png" }
`;

const SIDECAR = `focus: [0.4, 0.3]
hotspots:
  - { name: "Red <shoe>", at: [${CENTRE.join(', ')}], quickview: { sku: 0123-RED, categoryId: men } }
  - { name: Right half, area: [0.5, 0, 0.5, 1], href: "sale.html?a=1&b=2", target: _blank }
zoomTargets: [{ label: Sole, rect: [0.5, 0.5, 0.25, 0.25], userData: 0123-S }]
`;

/** A shop with one gray picture that has a red spot under its hotspot. */
async function openMarked(): Promise<Shop> {
  const shop = await openShop();
  const gray = { width: WIDTH, height: HEIGHT, channels: 3, background: '#808080' } as const;
  const red = { ...SPOT, channels: 3, background: '#ff0000' } as const;
  const spot = await sharp({ create: red }).png().toBuffer();
  const master = sharp({ create: gray }).composite([{ input: spot, left: SPOT.left, top: SPOT.top }]);
  writeFileSync(join(shop.assets, 'banner.png'), await master.png().toBuffer());
  writeFileSync(join(shop.assets, 'banner.png.dmx.yaml'), SIDECAR);
  writeFileSync(join(shop.folder, 'profiles/marked.yaml'), PROFILE);
  writeFileSync(
    join(shop.folder, 'dmx.yaml'),
    'version: 1\nlibrary: assets\nprofiles: [profiles/*.yaml]\ninclude: [banner.png]\nfolders: [{ path: "**", image: marked }]\n',
  );
  return shop;
}

/** The middle of what is red in a rendition, in fractions of it; undefined = nothing is. */
async function findRed(file: string): Promise<readonly [number, number] | undefined> {
  const { data, info } = await sharp(file)
    .flatten({ background: '#808080' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  let [across, down, count] = [0, 0, 0];
  for (let at = 0; at < width * height; at++) {
    const [r = 0, g = 0] = data.subarray(at * channels, at * channels + 2);
    if (r < 200 || g > 80) continue;
    across += (at % width) + 0.5;
    down += Math.floor(at / width) + 0.5;
    count += 1;
  }
  return count === 0 ? undefined : [across / count / width, down / count / height];
}

function entryOf({ output }: Shop): ManifestAsset {
  const { assets } = JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8')) as { assets: ManifestAsset[] };
  const found = assets.find(({ path }) => path === 'banner.png');
  if (!found) throw new Error('the manifest does not list banner.png');
  return found;
}

it('a hotspot lies on the thing that it is about in every rendition, whatever was done to that, and answers to req=map', async () => {
  const shop = await openMarked();
  expect((await dmx(shop.folder, 'ingest')).exit).toBe(0);
  const entry = entryOf(shop);
  expect(entry.hotspots).toHaveLength(2);
  const pointIn = ({ hotspots = [] }: ManifestRendition) => hotspots.find(({ index }) => index === 0)?.points[0];
  for (const rendition of entry.renditions) {
    const red = await findRed(join(shop.output, rendition.path));
    const point = pointIn(rendition);
    expect([rendition.name, point === undefined]).toEqual([rendition.name, red === undefined]);
    if (!red || !point) continue;
    const away = Math.hypot(
      (red[0] - point[0]) * (rendition.width ?? 0),
      (red[1] - point[1]) * (rendition.height ?? 0),
    );
    // A pixel of the rendition: its spot is made of whole ones.
    expect({ of: rendition.name, near: away < 1 }, `${away} pixels`).toEqual({ of: rendition.name, near: true });
  }
  const shown = entry.renditions.filter((rendition) => pointIn(rendition) !== undefined).map(({ name }) => name);
  expect(shown.toSorted()).toEqual(
    ['Square', 'cropped', 'hero', 'leaning', 'mirrored', 'pyramid', 'tilted', 'turned', 'web'].toSorted(),
  );

  const ask = (...words: readonly string[]) => dmx(shop.folder, 'show', ...words);
  expect((await ask('banner.png', '--req', 'map')).stdout).toBe(
    '<area shape="rect" coords="222,102,278,158" data-sku="0123-RED" data-category-id="men" alt="Red &lt;shoe&gt;">\n' +
      '<area shape="rect" coords="300,0,600,400" href="sale.html?a=1&amp;b=2" target="_blank" alt="Right half">\n',
  );
  const turned = await ask('banner.png', '--req', 'map', '--modifiers', 'rotate=90&scl=1');
  expect(turned.stdout).toContain('coords="0,300,400,600"');
  const targets = await ask('banner.png', '--req', 'targets', '--modifiers', 'crop=300,200,300,200&scl=1');
  expect(targets.stdout).toContain('Target.1.label=Sole\nTarget.1.rect=0,0,150,100\nTarget.1.userData=0123-S\n');
  const square = readLines(await ask('banner.png:Square', '--req', 'map', '--json'));
  expect(square).toMatchObject([{ type: 'map', hotspots: [{ index: 0 }, { index: 1 }] }]);
  expect((await ask('banner.png')).stdout).toMatch(/hotspot +Red <shoe> +0123-RED/);

  // Marks that change are listed, and nothing is rendered for them.
  writeFileSync(join(shop.assets, 'banner.png.dmx.yaml'), SIDECAR.replace('[0.5, 0, 0.5, 1]', '[0.9, 0, 0.1, 1]'));
  const again = readLines(await dmx(shop.folder, 'ingest', '--json'));
  expect(again.find(({ type }) => type === 'run-finished')).toMatchObject({ counts: { made: 0 } });
  expect(entryOf(shop).renditions.find(({ name }) => name === 'cropped')?.hotspots).toHaveLength(1);
  expect(entryOf(shop).hotspots?.[1]).toMatchObject({ area: [0.9, 0, 0.1, 1] });
});
