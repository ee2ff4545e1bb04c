import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePdf } from '../../../../../src/engines/formats/documents/write-pdf.ts';
import { printBox } from '../../../../../src/system/iso-bmff.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { embeddedMetadata } from '../../../../../src/engines/image/metadata/embedded-metadata.ts';
import { exifStructure } from '../../../../../src/engines/image/metadata/exif-structure.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { inRepository } from '../../../../support/files/repository.ts';

const blank = () => sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } });

const packet = (description: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
    xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:ps="http://ns.adobe.com/photoshop/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
    xmlns:other="http://example.com/" ${description}</rdf:Description></rdf:RDF></x:xmpmeta>`;

const alt = (...items: readonly string[]): string => `<rdf:Alt>${items.join('')}</rdf:Alt>`;

const FULL = packet(`xmp:Rating="4" ps:Credit="Agency &amp; Sons" ps:DateCreated="2024-05-17T10:11:12+02:00">
  <d:title>${alt('<rdf:li xml:lang="de">Titel</rdf:li>', '<rdf:li xml:lang="x-default">Title</rdf:li>')}</d:title>
  <d:description>${alt('<rdf:li xml:lang="x-default">Of &lt;it&gt;</rdf:li>')}</d:description>
  <d:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bob</rdf:li></rdf:Seq></d:creator>
  <d:rights>${alt('<rdf:li xml:lang="x-default">© Ada</rdf:li>')}</d:rights>
  <d:subject><rdf:Bag><rdf:li>red</rdf:li><rdf:li>shoe</rdf:li><rdf:li>red</rdf:li></rdf:Bag></d:subject>
  <core:AltTextAccessibility>${alt('<rdf:li xml:lang="x-default">A red shoe</rdf:li>')}</core:AltTextAccessibility>
  <other:title>not this</other:title>`);

type Dataset = readonly [dataset: number, text: string];

const iptc = (...datasets: readonly Dataset[]): Buffer =>
  Buffer.concat(
    datasets.flatMap(([dataset, text]) => {
      const bytes = Buffer.from(text);
      return [Buffer.from([0x1c, 2, dataset, bytes.length >> 8, bytes.length & 255]), bytes];
    }),
  );

describe('the metadata for people', () => {
  it('is read from XMP by namespace, whatever its prefixes, in the text for any language', async () => {
    expect(await embeddedMetadata({ xmp: Buffer.from(FULL) })).toEqual({
      metadata: {
        ...{ title: 'Title', description: 'Of <it>', alt: 'A red shoe', creator: ['Ada', 'Bob'], rights: '© Ada' },
        ...{ credit: 'Agency & Sons', keywords: ['red', 'shoe'], rating: 4, captured: '2024-05-17T10:11:12+02:00' },
      },
    });
  });

  it('is read from IPTC where XMP says nothing', async () => {
    const block = iptc(
      [5, 'Old'],
      [120, 'Caption'],
      [25, 'a'],
      [25, 'b'],
      [110, 'Wire'],
      [55, '20240517'],
      [60, '101112+0200'],
    );
    expect(await embeddedMetadata({ iptc: block })).toEqual({
      metadata: {
        ...{ title: 'Old', description: 'Caption', credit: 'Wire', keywords: ['a', 'b'] },
        captured: '2024-05-17T10:11:12+02:00',
      },
    });
    expect((await embeddedMetadata({ iptc: block, xmp: Buffer.from(FULL) })).metadata?.title).toBe('Title');
  });

  it.each(['jpeg', 'webp', 'avif', 'png'] as const)(
    'is read from the EXIF of %s, with time and place',
    async (format) => {
      const file = path.join(ownFolder(), `a.${format}`);
      const exif = {
        IFD0: { ImageDescription: 'Harbour', Artist: 'Ada; Bob' },
        IFD2: { DateTimeOriginal: '2024:05:17 10:11:12', OffsetTimeOriginal: '+02:00' },
        IFD3: {
          ...{ GPSLatitudeRef: 'S', GPSLatitude: '33/1 51/1 3000/100' },
          ...{ GPSLongitudeRef: 'E', GPSLongitude: '151/1 12/1 0/1' },
        },
      };
      await writeFile(file, await blank().withExif(exif)[format]().toBuffer());
      const { metadata } = await probeImage(file, `image/${format}`);
      expect(metadata).toEqual({
        ...{ description: 'Harbour', creator: ['Ada', 'Bob'], captured: '2024-05-17T10:11:12+02:00' },
        gps: { latitude: -33.858333, longitude: 151.2 },
      });
    },
  );

  const repository = (file: string): Buffer => readFileSync(inRepository('fixtures/decoders', file));
  const xmp = Buffer.from(FULL);
  const xmpId = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

  it.each([
    ['jpeg', () => blank().withXmp(FULL).jpeg().toBuffer()],
    ['png', () => blank().withXmp(FULL).png().toBuffer()],
    ['webp', () => blank().withXmp(FULL).webp().toBuffer()],
    ['avif', () => blank().withXmp(FULL).avif().toBuffer()],
    ['tiff', () => blank().withXmp(FULL).tiff().toBuffer()],
    ['jp2', () => Buffer.concat([repository('jp2/plain.jp2'), printBox('uuid', xmpId, xmp)])],
    [
      'jxl',
      () =>
        Buffer.concat([
          printBox('JXL ', Buffer.from('0d0a870a', 'hex')),
          printBox('jxlc', repository('jxl/plain.jxl')),
          printBox('xml ', xmp),
        ]),
    ],
  ] as const)('is read from the XMP of %s', async (format, make) => {
    const file = path.join(ownFolder(), `a.${format}`);
    await writeFile(file, await make());
    const { metadata } = await probeImage(file, `image/${format}`);
    expect(metadata).toMatchObject({ title: 'Title', alt: 'A red shoe', creator: ['Ada', 'Bob'], rating: 4 });
  });

  it('is read from the comments of a PNG, the information of a document, and the head of a drawing', async () => {
    const comments = [
      { keyword: 'Title', text: 'Pier' },
      { keyword: 'Keywords', text: 'sea; wood' },
      { keyword: 'Author', text: 'Ada' },
      { keyword: 'Software', text: 'Paint' },
    ];
    const metadata = { title: 'Pier', creator: ['Ada'], keywords: ['sea', 'wood'] };
    expect(await embeddedMetadata({ comments })).toEqual({ metadata });
    expect((await embeddedMetadata({ comments, xmp })).metadata).toMatchObject({ title: 'Title', rights: '© Ada' });
    const folder = ownFolder();
    const [pdf, svg] = ['a.pdf', 'a.svg'].map((name) => path.join(folder, name));
    const stream = { filter: 'none', data: Buffer.alloc(16) } as const;
    const page = {
      width: 4,
      height: 4,
      pixelType: 'gray',
      resolution: 72,
      rights: { artist: 'Ada Ü' },
      stream,
    } as const;
    await writeFile(pdf ?? '', writePdf(page));
    expect((await probeImage(pdf ?? '', 'application/pdf')).metadata).toEqual({ creator: ['Ada Ü'] });
    const words = '<title>Ü &amp; &#8364;</title><desc>Of it</desc><g><title>not this</title></g>';
    await writeFile(svg ?? '', `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${words}</svg>`);
    const drawing = await probeImage(svg ?? '', 'image/svg+xml');
    expect(drawing.metadata).toEqual({ title: 'Ü & €', description: 'Of it' });
  });

  it('is read from the directory of a TIFF', async () => {
    const { exif } = await sharp(
      await blank()
        .withExif({ IFD0: { ImageDescription: 'Harbour' } })
        .jpeg()
        .toBuffer(),
    ).metadata();
    const file = path.join(ownFolder(), 'a.tif');
    await writeFile(file, exifStructure(exif ?? Buffer.alloc(0)));
    expect(await embeddedMetadata({ format: 'tiff' }, file)).toEqual({ metadata: { description: 'Harbour' } });
  });

  it('is not what a camera writes by itself', async () => {
    const exif = { IFD0: { ImageDescription: 'OLYMPUS DIGITAL CAMERA         ' } };
    const { exif: block } = await sharp(await blank().withExif(exif).jpeg().toBuffer()).metadata();
    expect(await embeddedMetadata({ ...(block && { exif: block }) })).toEqual({});
    expect(await embeddedMetadata({})).toEqual({});
  });

  it('is not searched for in what is damaged', async () => {
    const { exif } = await sharp(
      await blank()
        .withExif({ IFD0: { Artist: 'Ada' } })
        .jpeg()
        .toBuffer(),
    ).metadata();
    for (const end of [0, 7, 12, 20, 40]) {
      const part = exif?.subarray(0, end);
      await expect(
        embeddedMetadata({ ...(part && { exif: part }), xmp: Buffer.from(FULL.slice(0, 300)) }),
      ).resolves.toBeDefined();
    }
  });
});
