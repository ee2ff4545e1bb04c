import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { printDirectories } from '../../../../src/engines/image/pyramid-directories.ts';
import { pyramidLabel } from '../../../../src/engines/image/pyramid-label.ts';
import type { PyramidLabel } from '../../../../src/engines/image/pyramid-link.ts';
import { TAG } from '../../../../src/engines/image/pyramid-tiff.ts';
import type { MetadataPolicy } from '../../../../src/model/recipe.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-label-'));
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

async function labelOf(file: string, policy: MetadataPolicy): Promise<PyramidLabel> {
  return pyramidLabel(file, await sharp(file).metadata(), policy);
}

function textsOf({ entries }: PyramidLabel): Record<number, string> {
  return Object.fromEntries(entries.map(({ tag, data }) => [tag, data.toString('utf8').replace(/\0+$/, '')]));
}

describe('what a pyramid keeps of the metadata of its master', () => {
  it('is artist and copyright by the policy `copyright`', async () => {
    const label = await labelOf(await makeJpeg(), 'copyright');
    expect(textsOf(label)).toEqual({ [TAG.artist]: 'Ada Lovelace', [TAG.copyright]: '(C) Fjall AB' });
    expect(label.children.size).toBe(0);
  });

  it('is nothing by the policy `none`', async () => {
    const label = await labelOf(await makeJpeg(), 'none');
    expect([label.entries.length, label.children.size]).toEqual([0, 0]);
  });

  it('is all that describes the picture by the policy `all`, never how its pixels lay', async () => {
    const label = await labelOf(await makeJpeg(), 'all');
    expect(textsOf(label)).toEqual({
      271: 'Kodak',
      306: '2020:01:02 03:04:05',
      [TAG.artist]: 'Ada Lovelace',
      [TAG.xmp]: XMP,
      [TAG.copyright]: '(C) Fjall AB',
    });
    const exif = label.children.get(TAG.exif) ?? [];
    expect(exif.find(({ tag }) => tag === 33434)?.data.readUInt32LE(4)).toBe(200);
    expect(exif.some(({ tag }) => tag === 37500)).toBe(false);
    expect(
      label.children
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
    const label = await pyramidLabel(file, await sharp(plain).metadata(), 'copyright');
    expect(textsOf(label)).toEqual({ [TAG.artist]: 'Ada Lovelace' });
  });

  it('comes from XMP where nothing else says it, in any script', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description><dc:rights><rdf:Alt>
      <rdf:li xml:lang="x-default">© Fjäll AB</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const file = path.join(folder, 'xmp.png');
    const red = sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } });
    await red.withXmp(xmp).png().toFile(file);
    expect(textsOf(await labelOf(file, 'copyright'))).toEqual({ [TAG.copyright]: '© Fjäll AB' });
  });

  it('is nothing where the metadata is damaged', async () => {
    const file = await makeJpeg();
    const metadata = await sharp(file).metadata();
    const cut = { ...metadata, exif: metadata.exif?.subarray(0, 40) ?? Buffer.alloc(0) };
    expect((await pyramidLabel(file, cut, 'copyright')).entries).toEqual([]);
  });

  it('is nothing where there is none', async () => {
    const file = path.join(folder, 'bare.png');
    await sharp({ create: { width: 2, height: 2, channels: 3, background: 'teal' } })
      .png()
      .toFile(file);
    expect((await labelOf(file, 'all')).entries).toEqual([]);
  });
});
