import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCatalog } from '../../../src/catalog/index.ts';
import type { Detector } from '../../../src/engines/crop/detector.ts';
import { saliency } from '../../../src/engines/crop/detectors/saliency.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import type { Analysis } from '../../../src/model/analysis.ts';
import type { NormalRect } from '../../../src/model/geometry.ts';
import { ownFolder } from '../files/own-folder.ts';
import { readRecords, shopAt, type Shop } from './shop.ts';

const PROFILE = `kind: image-profile
name: cropped
smartCrop:
  strategy: [manual, regions, saliency, center]
  crops:
    - { name: Square, ratio: "1:1", width: 60 }
pyramid: true
`;

/** Blue, with a speckled red thing at the right: 240×120 pixels of noise that is `number`'s own. */
async function drawThing(file: string, number: number): Promise<void> {
  const size = { width: 240, height: 120, channels: 3 } as const;
  const data = Uint8Array.from({ length: size.width * size.height * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % size.width, Math.floor(i / 3 / size.width), i % 3];
    const inside = x > 180 && x < 230 && y > 20 && y < 100;
    if (inside) return channel === 0 ? 200 + (((x * 7 + y * 13) * (number + 3)) % 50) : 20;
    return channel === 2 ? 200 : 20;
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await sharp(data, { raw: size }).png().toBuffer());
}

/** A library of pictures with a thing at their right, cropped to it by what stands out alone: no network is loaded. */
export async function openCropShop(pictures: readonly string[]): Promise<Shop> {
  const shop = shopAt(ownFolder());
  mkdirSync(join(shop.folder, 'profiles'));
  writeFileSync(join(shop.folder, 'profiles/cropped.yaml'), PROFILE);
  writeFileSync(
    join(shop.folder, 'dmx.yaml'),
    'version: 1\nlibrary: assets\nfolders:\n  - { path: "**", image: cropped }\n',
  );
  for (const [i, picture] of pictures.entries()) await drawThing(join(shop.assets, picture), i);
  return shop;
}

/** Adds a crop to the profile of such a library. */
export const withTall = (text: string): string =>
  text.replace('pyramid:', '    - { name: Tall, ratio: "1:2" }\npyramid:');

/** Has the catalog say that detectors found something in a box of every master, whatever its pixels show. */
export async function plantFinding(
  output: string,
  box: NormalRect,
  detectors: readonly Detector[] = [saliency],
): Promise<void> {
  const finding = { confidence: 0.75, subjects: [{ box, score: 1, label: 'thing' }] };
  const analysis: Analysis = Object.fromEntries(
    detectors.map(({ name, version }) => [name, { version, ...finding }] as const),
  );
  const records = await readRecords(output);
  const catalog = await openCatalog(output);
  const analyses = new Map(records.map(({ sha256 }) => [sha256, analysis]));
  await catalog.record({ put: [], drop: [], sweep: [], analyses });
  await catalog.close();
}

/** Digests of the masters of an output whose subject its catalog knows, sorted. */
export async function knownSubjects(output: string): Promise<readonly string[]> {
  const records = await readRecords(output);
  const catalog = await openCatalog(output);
  const known = await catalog.analyses(records.map(({ sha256 }) => sha256));
  await catalog.close();
  return [...known.keys()].toSorted();
}

/** Marks a face on a picture, as photo managers do: in its XMP. */
export async function markFace(file: string, [x, y, width, height]: NormalRect): Promise<void> {
  const area = `stArea:x="${x + width / 2}" stArea:y="${y + height / 2}" stArea:w="${width}" stArea:h="${height}"`;
  const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#">
<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Type="Face">
<mwg-rs:Area ${area} stArea:unit="normalized"/></rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
  writeFileSync(file, await sharp(readFileSync(file)).withXmp(xmp).png().toBuffer());
}
