import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metadata } from 'sharp';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { makeExifBlock } from '../../../../../src/engines/image/metadata/exif-block.ts';
import { makeXmpPacket } from '../../../../../src/engines/image/metadata/xmp-packet.ts';
import { printResource } from '../../../../../src/engines/image/paths/photoshop-resources.ts';
import { readRights } from '../../../../../src/engines/image/metadata/rights.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

const blank = () => sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } });

const only = ({ xmpAsString, ...fields }: Partial<Metadata>) =>
  readRights({ ...fields, ...(xmpAsString !== undefined && { xmp: Buffer.from(xmpAsString) }) } as Metadata);

const xmp = (creator: string, rights: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>
   <dc:creator><rdf:Seq>${creator}</rdf:Seq></dc:creator>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${rights}</rdf:li><rdf:li xml:lang="de">Rechte</rdf:li></rdf:Alt></dc:rights>
   </rdf:Description></rdf:RDF></x:xmpmeta>`;

type Dataset = readonly [dataset: number, text: string];

function iptcIn(encoding: 'utf8' | 'latin1', datasets: readonly Dataset[], record = 2): Buffer {
  return Buffer.concat(
    datasets.flatMap(([dataset, text]) => {
      const bytes = Buffer.from(text, encoding);
      return [Buffer.from([0x1c, record, dataset, bytes.length >> 8, bytes.length & 255]), bytes];
    }),
  );
}

const iptc = (...datasets: readonly Dataset[]): Buffer => iptcIn('utf8', datasets);

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

  it('are read from XMP, several creators joined, the notice for any language', async () => {
    const xmpAsString = xmp('<rdf:li>Ada</rdf:li><rdf:li>Bob &amp; Co</rdf:li>', '&#169; 2024 &lt;Ada&#x3e;');
    expect(await only({ xmpAsString })).toEqual({ artist: 'Ada; Bob & Co', copyright: '© 2024 <Ada>' });
  });

  it('are read from IPTC', async () => {
    const block = iptc([5, 'title'], [80, 'Ada'], [80, 'Bob'], [116, '© Ada']);
    expect(await only({ iptc: block })).toEqual({ artist: 'Ada; Bob', copyright: '© Ada' });
  });

  it('are read in the letters of the program that wrote them', async () => {
    const names: Dataset[] = [
      [80, 'José Ñandú'],
      [116, '© Müller \u0093x\u0094'],
    ];
    const rights = { artist: 'José Ñandú', copyright: '© Müller “x”' };
    expect(await only({ iptc: iptcIn('latin1', names) })).toEqual(rights);
    expect(await only({ iptc: iptc([80, 'José Ñandú'], [116, '© Müller “x”']) })).toEqual(rights);
    // Two letters of Latin-1 that one of UTF-8 would be, were it not said what they are.
    const said = (escapes: string) => iptcIn('latin1', [[90, escapes]], 1);
    const block = iptcIn('latin1', [[116, 'Ã©']]);
    expect(await only({ iptc: block })).toEqual({ copyright: 'é' });
    expect(await only({ iptc: Buffer.concat([said('\u001b.A'), block]) })).toEqual({ copyright: 'Ã©' });
    expect(await only({ iptc: Buffer.concat([said('\u001b%G'), block]) })).toEqual({ copyright: 'é' });
    const exif = makeExifBlock({ artist: '~~', copyright: 'M~ller' });
    expect(await only({ exif: Buffer.from(exif.toString('latin1').replaceAll('~', 'ü'), 'latin1') })).toEqual({
      artist: 'üü',
      copyright: 'Müller',
    });
  });

  it('are read from the IPTC that Photoshop keeps in a JPEG, and from nothing else there', async () => {
    const block = iptc([80, 'Ada'], [116, '© Ada']);
    const resources = (id: number) =>
      Buffer.concat([Buffer.from('Photoshop 3.0\0'), printResource({ id, name: '', data: block })]);
    expect(await only({ iptc: resources(1028) })).toEqual({ artist: 'Ada', copyright: '© Ada' });
    expect(await only({ iptc: resources(1036) })).toEqual({});
    // A text that looks like another dataset is a text.
    expect(await only({ iptc: iptc([105, `\u001c\u0002${'t'}\0\u0001x`], [116, '©']) })).toEqual({ copyright: '©' });
  });

  it('are read from XMP whatever prefixes it has, the text for any language first', async () => {
    const xmpAsString = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <r:Description r:about="" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:o="http://example.com/">
      <o:rights><r:Alt><r:li>another</r:li></r:Alt></o:rights><d:creator>Ada</d:creator>
      <d:rights><r:Alt><r:li xml:lang="fr">FR</r:li><r:li xml:lang="x-default">DEF</r:li></r:Alt></d:rights>
      </r:Description></r:RDF></x:xmpmeta>`;
    expect(await only({ xmpAsString })).toEqual({ artist: 'Ada', copyright: 'DEF' });
    expect(await only({ xmpAsString: xmpAsString.replace('x-default', 'de') })).toMatchObject({ copyright: 'FR' });
  });

  it('are read in time that grows with the length of what says them', async () => {
    // Two megabytes of by-lines took minutes, as many of XMP an hour.
    const creators = Array.from({ length: 400_000 }, (): Dataset => [80, 'a']);
    const artist = Array.from({ length: 100 }, () => 'a').join('; ');
    expect(await only({ iptc: iptcIn('utf8', creators) })).toEqual({ artist });
    expect(await only({ xmpAsString: '<dc:creator '.repeat(170_000) })).toEqual({});
    expect(await only({ xmpAsString: '<dc:creator>'.repeat(170_000) })).toEqual({});
    expect(await only({ xmpAsString: `<dc:rights>${'<rdf:li>'.repeat(250_000)}` })).toEqual({});
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
