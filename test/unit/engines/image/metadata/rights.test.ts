import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metadata } from 'sharp';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { makeExifBlock, makeXmpPacket } from '../../../../../src/engines/image/metadata/rights-block.ts';
import { readRights } from '../../../../../src/engines/image/metadata/rights.ts';
import { ownFolder } from '../../../../support/folder.ts';

const blank = () => sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } });

const only = (fields: Partial<Metadata>) => readRights(fields as Metadata);

const xmp = (creator: string, rights: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>
   <dc:creator><rdf:Seq>${creator}</rdf:Seq></dc:creator>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${rights}</rdf:li><rdf:li xml:lang="de">Rechte</rdf:li></rdf:Alt></dc:rights>
   </rdf:Description></rdf:RDF></x:xmpmeta>`;

function iptc(...texts: readonly (readonly [dataset: number, text: string])[]): Buffer {
  return Buffer.concat(
    texts.flatMap(([dataset, text]) => {
      const bytes = Buffer.from(text);
      return [Buffer.from([0x1c, 2, dataset, bytes.length >> 8, bytes.length & 255]), bytes];
    }),
  );
}

describe('the rights of a master', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('are read from the EXIF of %s', async (format) => {
    const file = blank()
      .withExif({ IFD0: { Artist: 'Ada', Copyright: '2024 Ada' } })
      [format]();
    const metadata = await sharp(await file.toBuffer()).metadata();
    expect(await readRights(metadata)).toEqual({ artist: 'Ada', copyright: '2024 Ada' });
  });

  it('are read from the directory of a TIFF', async () => {
    const file = path.join(ownFolder(), 'master.tif');
    await writeFile(file, makeExifBlock({ artist: 'Ada Müller', copyright: '©' }));
    expect(await readRights({ format: 'tiff' } as Metadata, file)).toEqual({ artist: 'Ada Müller', copyright: '©' });
  });

  it('are read from XMP, several creators joined, the first language of the notice', async () => {
    const xmpAsString = xmp('<rdf:li>Ada</rdf:li><rdf:li>Bob &amp; Co</rdf:li>', '&#169; 2024 &lt;Ada&#x3e;');
    expect(await only({ xmpAsString })).toEqual({ artist: 'Ada; Bob & Co', copyright: '© 2024 <Ada>' });
  });

  it('are read from IPTC', async () => {
    const block = iptc([5, 'title'], [80, 'Ada'], [80, 'Bob'], [116, '© Ada']);
    expect(await only({ iptc: block })).toEqual({ artist: 'Ada; Bob', copyright: '© Ada' });
  });

  it('are taken one by one from the best that says them: EXIF, XMP, IPTC', async () => {
    const file = await blank()
      .withExif({ IFD0: { Artist: 'by EXIF' } })
      .jpeg()
      .toBuffer();
    const { exif } = await sharp(file).metadata();
    const block = iptc([80, 'by IPTC'], [116, 'IPTC notice']);
    const xmpAsString = xmp('<rdf:li>by XMP</rdf:li>', 'XMP notice');
    expect(await only({ exif: exif!, iptc: block })).toEqual({ artist: 'by EXIF', copyright: 'IPTC notice' });
    expect(await only({ xmpAsString, iptc: block })).toEqual({ artist: 'by XMP', copyright: 'XMP notice' });
  });

  it('are nothing where nobody says any', async () => {
    expect(await readRights(await sharp(await blank().jpeg().toBuffer()).metadata())).toEqual({});
    expect(await only({ xmpAsString: xmp('', ' \u0000 ') })).toEqual({});
  });

  it('come back from the blocks that dmx writes, whatever the letters', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((value) => value.trim() === value);
    const plain = text.filter((value) => !/\p{Cc}/u.test(value));
    await fc.assert(
      fc.asyncProperty(plain, plain, async (artist, copyright) => {
        const rights = { artist, copyright };
        expect(await only({ exif: makeExifBlock(rights) })).toEqual(rights);
        expect(await only({ xmpAsString: makeXmpPacket(rights) })).toEqual(rights);
      }),
    );
  });

  it('are read without harm from any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('', 'Exif\0\0II*\0\b\0\0\0', 'MM\0*\0\0\0\b'),
        async (bytes, head) => {
          const block = Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
          const rights = await only({ exif: block, iptc: block, xmpAsString: block.toString('latin1') });
          for (const text of Object.values(rights)) expect(text).not.toBe('');
        },
      ),
    );
  });
});
