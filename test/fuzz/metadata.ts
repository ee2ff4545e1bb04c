import { readFileSync } from 'node:fs';
import { FACTS } from '../support/pictures/image-facts.ts';
import {
  circle,
  clippingPathResource,
  corner,
  pathResources,
  withResources,
} from '../support/pictures/masters/photoshop-paths.ts';
import { inRepository } from '../support/files/repository.ts';
import { profileName } from '../../src/engines/image/color/profile-name.ts';
import { copyExif, makeExifBlock } from '../../src/engines/image/metadata/exif-block.ts';
import { iptcTexts } from '../../src/engines/image/metadata/iptc.ts';
import { regionsOf } from '../../src/engines/image/metadata/regions.ts';
import { embeddedMetadata } from '../../src/engines/image/metadata/embedded-metadata.ts';
import { exifMetadata } from '../../src/engines/image/metadata/tiff-metadata.ts';
import { addRights } from '../../src/engines/image/metadata/xmp-packet.ts';
import { trueXmp } from '../../src/engines/image/metadata/xmp-truth.ts';
import { readApp13 } from '../../src/engines/image/paths/app13.ts';
import { boundsOf } from '../../src/engines/image/paths/bounds.ts';
import { readPaths } from '../../src/engines/image/paths/path-resource.ts';
import { printResource, readResources } from '../../src/engines/image/paths/photoshop-resources.ts';
import { printPaths } from '../../src/engines/image/paths/print-paths.ts';
import { inFile } from './in-file.ts';
import type { FuzzedReader } from './reader.ts';

const IPTC = Buffer.from(
  '\x1c\x01\x5a\x00\x03\x1b%G\x1c\x02\x50\x00\x03Ann\x1c\x02\x50\x00\x03Bob\x1c\x02\x74\x00\x06(c) me',
  'latin1',
);

const RESOURCES = Buffer.concat([
  printResource({ id: 1028, name: '', data: IPTC }),
  pathResources({ 'Path 1': [circle(0.5, 0.5, 0.2, 0.3)], odd: [[corner(0, 0), corner(1, 0), corner(1, 1)]] }),
  clippingPathResource('Path 1'),
  printResource({ id: 1005, name: 'a name', data: Buffer.alloc(16, 1) }),
]);

/** Image resources of Photoshop (8BIM), the paths and texts in them, and the segments of a JPEG that hold them. */
export const RESOURCE_BLOCKS: FuzzedReader = {
  name: 'resources',
  seeds: [
    ...[RESOURCES, IPTC, Buffer.concat([Buffer.from('Photoshop 3.0\0'), RESOURCES])],
    withResources(Buffer.from('\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x02', 'latin1'), RESOURCES, 3),
  ],
  read: async (input) => {
    const resources = readResources(input);
    const paths = readPaths(resources);
    const bounds = paths.map(boundsOf).flat();
    if (!bounds.every(Number.isFinite)) throw new Error('a path without an end');
    const printed = printPaths(paths);
    if (!printPaths(readPaths(readResources(printed))).equals(printed))
      throw new Error('paths are not read as printed');
    if (
      iptcTexts(input, 80, 116)
        .flat()
        .some(({ length }) => length > 2000)
    )
      throw new Error('a text without an end');
    await embeddedMetadata({ iptc: input });
    readPaths(readResources(await readApp13(inFile('a.jpg', input))));
  },
};

const PACKET = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" tiff:Orientation='6'
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
 xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1" xmlns:xmpNote="http://ns.adobe.com/xmp/note/">
<dc:creator><rdf:Seq><rdf:li>Ann &amp; Bob</rdf:li></rdf:Seq></dc:creator><GCamera:MicroVideo>1</GCamera:MicroVideo>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">\u00a9 me</rdf:li></rdf:Alt></dc:rights><tiff:Orientation>3</tiff:Orientation>
<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions stDim:w="100" stDim:h="50"/><mwg-rs:RegionList><rdf:Bag>
<rdf:li><rdf:Description mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.3" stArea:unit="normalized"/>
</rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions><!-- none --><![CDATA[x]]>
<Iptc4xmpExt:ImageRegion><rdf:Bag><rdf:li><Iptc4xmpExt:RegionBoundary Iptc4xmpExt:rbShape="polygon"
 Iptc4xmpExt:rbUnit="relative"><Iptc4xmpExt:rbVertices><rdf:Seq><rdf:li Iptc4xmpExt:rbX=".1" Iptc4xmpExt:rbY="1e3"/>
</rdf:Seq></Iptc4xmpExt:rbVertices></Iptc4xmpExt:RegionBoundary></rdf:li></rdf:Bag></Iptc4xmpExt:ImageRegion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;

/** Packets of XMP: what they say of a picture, and what renditions say of it. */
export const XMP: FuzzedReader = {
  name: 'xmp',
  seeds: [Buffer.from(PACKET), Buffer.from(PACKET.slice(600)), Buffer.from(trueXmp(PACKET))],
  read: async (input) => {
    const xmp = input.toString();
    const told = trueXmp(xmp);
    if (trueXmp(told).length > told.length) throw new Error('what is true grows when it is told again');
    await embeddedMetadata({ xmp: Buffer.from(addRights(xmp, { artist: 'Ann', copyright: '\u00a9 <me>' })) });
    for (const { box } of regionsOf(xmp, { ...FACTS, orientation: 6 })) {
      const [x, y, width, height] = box;
      if (!(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1.000_001 && y + height <= 1.000_001))
        throw new Error(`a region at ${box.join()}`);
    }
  },
};

const EXIF = makeExifBlock({ artist: 'Ann', copyright: '(c) me, \u00fc' });

const exifOf = (name: string): Buffer => {
  const jpeg = readFileSync(inRepository('fixtures/masters', name));
  const at = jpeg.indexOf('Exif\0\0');
  return at < 0 ? EXIF : jpeg.subarray(at, at + jpeg.readUInt16BE(at - 2));
};

/** EXIF blocks, and the names of ICC profiles. */
export const EXIF_BLOCKS: FuzzedReader = {
  name: 'exif',
  seeds: [EXIF, exifOf('orientation-6.jpg'), exifOf('copyright.jpg')],
  read: async (input) => {
    await exifMetadata(input);
    await embeddedMetadata({ exif: input });
    copyExif(input, { artist: 'Ann' });
    if (profileName(input).length > 120) throw new Error('a name without an end');
  },
};
