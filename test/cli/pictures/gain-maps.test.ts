import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withGainMap } from '../../../src/engines/formats/jpeg/ultra-hdr.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

const GAIN = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" hdrgm:GainMapMin="0"
hdrgm:GainMapMax="2.5" hdrgm:Gamma="1" hdrgm:OffsetSDR="0" hdrgm:OffsetHDR="0" hdrgm:HDRCapacityMin="0"
hdrgm:HDRCapacityMax="2.5" hdrgm:BaseRenditionIsHDR="False"/></rdf:RDF></x:xmpmeta>`;

/** A picture whose left quarter shines: 400×300, its map 100×75, stored on its side where an orientation says so. */
async function shining(orientation = 1): Promise<Buffer> {
  const gray = Uint8Array.from({ length: 100 * 75 }, (_, i) => (i % 100 < 25 ? 255 : 0));
  const raw = { width: 100, height: 75, channels: 1 } as const;
  const map = await sharp(gray, { raw }).toColourspace('b-w').withXmp(GAIN).jpeg({ quality: 95 }).toBuffer();
  const create = { width: 400, height: 300, channels: 3, background: '#6688aa' } as const;
  const words =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Sea</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>';
  const picture = await sharp({ create }).withXmp(words).withMetadata({ orientation }).jpeg().toBuffer();
  return withGainMap(picture, map, map);
}

/** The size of the map in a file, and where it shines: of its left, middle and right, and its top and bottom. */
async function mapOf(file: string) {
  const { gainMap, width, height } = await sharp(file).metadata();
  if (gainMap === undefined) return undefined;
  const map = sharp(gainMap.image).toColourspace('b-w');
  const { data, info } = await map.raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): boolean =>
    (data[Math.floor(y * info.height) * info.width + Math.floor(x * info.width)] ?? 0) > 128;
  const shines = [at(0.05, 0.5), at(0.5, 0.5), at(0.95, 0.5), at(0.5, 0.05), at(0.5, 0.95)];
  return { size: [width, height], map: [info.width, info.height], shines };
}

it('gain maps are cut, turned and scaled as their pictures, where they are to be kept', async () => {
  const folder = ownFolder();
  writeFiles(folder, {
    'dmx.yaml': 'library: lib\nprofiles: [p.yaml]\nfolders: [{ path: "**", image: a }]\n',
    'p.yaml': `kind: image-profile
name: a
hdr: keep
renditions:
  - { name: whole, modifiers: "wid=200" }
  - { name: flipped, modifiers: "wid=200&flip=lr" }
  - { name: part, modifiers: "crop=0,0,100,300&scl=1" }
  - { name: small, modifiers: "wid=200&qlt=95", maxBytes: 6 kB }
  - { name: dark, modifiers: "wid=200&op_brightness=-20" }
  - { name: webp, modifiers: "wid=200&fmt=webp" }
  - { name: plain, modifiers: "wid=200", hdr: drop }
`,
    'lib/a.jpg': await shining(),
    'lib/turned.jpg': await shining(6),
  });
  const { exit, stderr } = await dmx(folder, 'ingest');
  expect(exit).toBe(0);
  expect(stderr).toContain('dark shows more than its master, or other colours: the gain map was left out.');
  const files = join(folder, 'dmx-out/renditions');
  const left = [true, false, false, false, false];
  const whole = { size: [200, 150], map: [50, 38] };
  expect(await mapOf(join(files, 'a.jpg/whole.jpg'))).toEqual({ ...whole, shines: left });
  expect(await mapOf(join(files, 'a.jpg/flipped.jpg'))).toEqual({
    ...whole,
    shines: [false, false, true, false, false],
  });
  expect(await mapOf(join(files, 'a.jpg/part.jpg'))).toEqual({
    size: [100, 300],
    map: [25, 75],
    shines: left.map(() => true),
  });
  expect(await mapOf(join(files, 'a.jpg/small.jpg'))).toMatchObject(whole);
  for (const name of ['dark.jpg', 'webp.webp', 'plain.jpg'])
    expect(await mapOf(join(files, 'a.jpg', name))).toBe(undefined);
  // Its left side is stored where the top is shown.
  expect(await mapOf(join(files, 'turned.jpg/whole.jpg'))).toEqual({
    size: [200, 267],
    map: [50, 67],
    shines: [false, false, false, true, false],
  });
  const listed = (await openManifest(join(folder, 'dmx-out'))).asset('a.jpg');
  expect(listed?.renditions.find(({ name }) => name === 'small')?.bytes).toBeLessThanOrEqual(6000);
  // libvips tells no XMP of such a file.
  expect(listed?.metadata?.title).toBe('Sea');
});
