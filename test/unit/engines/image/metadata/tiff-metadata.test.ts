import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { printResource } from '../../../../../src/engines/image/paths/photoshop-resources.ts';
import { printDirectories, type TiffMetadata } from '../../../../../src/engines/image/tiff/write-directories.ts';
import { pyramidMetadata } from '../../../../../src/engines/image/metadata/tiff-metadata.ts';
import { FIELD, TAG } from '../../../../../src/system/read-tiff.ts';
import type { MetadataPolicy } from '../../../../../src/model/recipe/recipe.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tiff-metadata--'));
});
afterAll(() => rm(folder, { recursive: true }));

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><note/></x:xmpmeta>';

async function makeJpeg(): Promise<string> {
  const file = path.join(folder, 'photo.jpg');
  await sharp({ create: { width: 20, height: 10, channels: 3, background: 'teal' } })
    .withExif({
      IFD0: { Copyright: '(C) Fjall AB', Artist: 'Ada Lovelace', Make: 'Kodak', DateTime: '2020:01:02 03:04:05' },
      IFD2: { ExposureTime: '1/200', MakerNote: 'secret' },
      IFD3: { GPSLatitudeRef: 'N' },
    })
    .withXmp(XMP)
    .jpeg()
    .toFile(file);
  return file;
}

async function metadataOf(file: string, policy: MetadataPolicy): Promise<TiffMetadata> {
  return pyramidMetadata(file, await sharp(file).metadata(), policy);
}

function textsOf({ entries }: TiffMetadata): Record<number, string> {
  return Object.fromEntries(entries.map(({ tag, data }) => [tag, data.toString('utf8').replace(/\0+$/, '')]));
}

describe('what a pyramid keeps of the metadata of its master', () => {
  it('is artist and copyright by the policy `copyright`', async () => {
    const found = await metadataOf(await makeJpeg(), 'copyright');
    expect(textsOf(found)).toEqual({ [TAG.artist]: 'Ada Lovelace', [TAG.copyright]: '(C) Fjall AB' });
    expect(found.children.size).toBe(0);
  });

  it('is nothing by the policy `none`', async () => {
    const found = await metadataOf(await makeJpeg(), 'none');
    expect([found.entries.length, found.children.size]).toEqual([0, 0]);
  });

  it('is all that describes the picture by the policy `all`, never how its pixels lay', async () => {
    const found = await metadataOf(await makeJpeg(), 'all');
    expect(textsOf(found)).toEqual({
      271: 'Kodak',
      306: '2020:01:02 03:04:05',
      [TAG.artist]: 'Ada Lovelace',
      [TAG.xmp]: XMP,
      [TAG.copyright]: '(C) Fjall AB',
    });
    const exif = found.children.get(TAG.exif) ?? [];
    expect(exif.find(({ tag }) => tag === 33434)?.data.readUInt32LE(4)).toBe(200);
    expect(exif.some(({ tag }) => tag === 37500)).toBe(false);
    expect(
      found.children
        .get(TAG.gps)
        ?.find(({ tag }) => tag === 1)
        ?.data.toString('latin1', 0, 1),
    ).toBe('N');
  });

  it('comes from the directory of a TIFF master', async () => {
    const file = path.join(folder, 'master.tif');
    const plain = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'teal' } })
      .tiff()
      .toBuffer();
    const artist = Buffer.from('Ada Lovelace\0');
    const head = printDirectories(
      [{ entries: [{ tag: TAG.artist, type: 2, count: artist.length, data: artist }] }],
      false,
    );
    await writeFile(file, head);
    const found = await pyramidMetadata(file, await sharp(plain).metadata(), 'copyright');
    expect(textsOf(found)).toEqual({ [TAG.artist]: 'Ada Lovelace' });
  });

  it('comes from XMP where nothing else says it, in any script', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description><dc:rights><rdf:Alt>
      <rdf:li xml:lang="x-default">© Fjäll AB</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const file = path.join(folder, 'xmp.png');
    const red = sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } });
    await red.withXmp(xmp).png().toFile(file);
    expect(textsOf(await metadataOf(file, 'copyright'))).toEqual({ [TAG.copyright]: '© Fjäll AB' });
  });

  it('is no more than a megabyte of fields, however often they are pointed to', async () => {
    // 5000 fields in the EXIF directory, each the same 40,000 bytes: 65 kB of a JPEG became a pyramid of 240 MB.
    const block = Buffer.alloc(110_000, 'a');
    block.write('II*\0\b\0\0\0', 'latin1');
    const field = (at: number, tag: number, type: number, count: number, value: number) => {
      block.writeUInt16LE(tag, at);
      block.writeUInt16LE(type, at + 2);
      block.writeUInt32LE(count, at + 4);
      block.writeUInt32LE(value, at + 8);
    };
    block.writeUInt16LE(1, 8);
    field(10, TAG.exif, FIELD.long, 1, 26);
    block.writeUInt32LE(0, 22);
    block.writeUInt16LE(5000, 26);
    for (let i = 0; i < 5000; i++) field(28 + 12 * i, 50_000 + Math.floor(i / 2), FIELD.undefined, 40_000, 70_000);
    const metadata = await sharp(await makeJpeg()).metadata();
    const { children } = await pyramidMetadata('none', { ...metadata, exif: block }, 'all');
    const fields = children.get(TAG.exif) ?? [];
    expect(fields.map(({ tag }) => tag)).toEqual(Array.from({ length: 26 }, (_, i) => 50_000 + i));
  });

  it('is the IPTC of a JPEG as TIFF has it, without what else Photoshop keeps there', async () => {
    const records = Buffer.from('\x1c\x02\x74\0\x03Ada', 'latin1');
    const resources = [1005, 1028].map((id) => printResource({ id, name: '', data: records }));
    const iptc = Buffer.concat([Buffer.from('Photoshop 3.0\0'), ...resources]);
    const { exif: _exif, xmp: _xmp, ...metadata } = await sharp(await makeJpeg()).metadata();
    const { entries } = await pyramidMetadata('none', { ...metadata, iptc }, 'all');
    expect(entries.map(({ tag, data }) => [tag, data])).toEqual([[TAG.iptc, records]]);
  });

  it.each([
    ['UTF-16', Buffer.from(`\ufeff${XMP}`, 'utf16le'), XMP],
    ['letters of the West', Buffer.from(XMP.replace('note', 'n\u00f6te'), 'latin1'), XMP.replace('note', 'n\u00f6te')],
  ])('is the XMP packet as TIFF has it, also of one in %s', async (_name, xmp, told) => {
    const { exif: _exif, iptc: _iptc, ...metadata } = await sharp(await makeJpeg()).metadata();
    const { entries } = await pyramidMetadata('none', { ...metadata, xmp }, 'all');
    expect(entries.map(({ tag, data }) => [tag, data.toString()])).toEqual([[TAG.xmp, told]]);
  });

  it('is nothing where the metadata is damaged', async () => {
    const file = await makeJpeg();
    const metadata = await sharp(file).metadata();
    const cut = { ...metadata, exif: metadata.exif?.subarray(0, 40) ?? Buffer.alloc(0) };
    expect((await pyramidMetadata(file, cut, 'copyright')).entries).toEqual([]);
  });

  it('is nothing where there is none', async () => {
    const file = path.join(folder, 'bare.png');
    await sharp({ create: { width: 2, height: 2, channels: 3, background: 'teal' } })
      .png()
      .toFile(file);
    expect((await metadataOf(file, 'all')).entries).toEqual([]);
  });
});
