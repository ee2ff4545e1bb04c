import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { Metadata } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { copyExif, makeExifBlock } from '../../../../../src/engines/image/metadata/exif-block.ts';
import { readFromExif } from '../../../../../src/engines/image/metadata/exif-structure.ts';
import { readRights } from '../../../../../src/engines/image/metadata/rights.ts';
import { addRights } from '../../../../../src/engines/image/metadata/xmp-packet.ts';
import { printResource } from '../../../../../src/engines/image/paths/photoshop-resources.ts';
import { headBytes, printDirectories } from '../../../../../src/engines/image/tiff/write-directories.ts';
import { FIELD, makeNumbers, openTiff, readDirectory } from '../../../../../src/system/read-tiff.ts';
import { pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { withResources } from '../../../../support/pictures/masters/photoshop-paths.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';

const RIGHTS = { artist: 'Ann', copyright: '© Acme' };
const FORMATS = ['jpeg', 'png', 'webp', 'avif', 'tif'];
const RATING = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3"/></rdf:RDF></x:xmpmeta>`;

const blank = () => sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } });

let png = Buffer.alloc(0);
let jpeg = Buffer.alloc(0);
beforeAll(async () => {
  [png, jpeg] = await Promise.all([blank().png().toBuffer(), blank().withXmp(RATING).jpeg().toBuffer()]);
});

/** A PNG with an EXIF block of any length behind its header. */
function withExif(exif: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('eXIf'), exif]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(exif.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, 33), length, body, sum, png.subarray(33)]);
}

const text = (tag: number, value: string) => {
  const data = Buffer.from(`${value}\0`);
  return { tag, type: FIELD.ascii, count: data.length, data };
};

/** EXIF with a description of any length, and who made the picture. */
const described = (length: number): Buffer =>
  printDirectories([{ entries: [text(270, 'd'.repeat(length)), text(315, 'Ann'), text(33_432, '© Acme')] }], false);

/** What becomes of a master in some formats, by the texts of presets: their metadata and the warnings. */
async function make(master: Buffer, texts: readonly string[]) {
  const file = path.join(ownFolder(), 'master');
  await writeFile(file, master);
  const { artefacts, failures, warnings } = await renderFile(
    file,
    texts.map((one) => pictureRecipe(`wid=32&${one}`)),
  );
  expect(failures).toEqual([]);
  return { made: await Promise.all(artefacts.map((artefact) => sharp(artefact.file).metadata())), warnings };
}

/** The pixels per inch across and down that an EXIF block says, and its unit. */
async function resolutionIn(exif: Buffer): Promise<readonly number[]> {
  const tiff = await openTiff(readFromExif(exif));
  const { entries } = await readDirectory(tiff, tiff.first);
  return entries.flatMap(({ tag, data }) => {
    if (tag === 296) return [data.readUInt16LE()];
    return tag === 282 || tag === 283 ? [data.readUInt32LE() / data.readUInt32LE(4)] : [];
  });
}

const all = (formats: readonly string[]) => formats.map((format) => `metadata=all&fmt=${format}`);

describe('renditions with all metadata', () => {
  it('say the rights that neither EXIF nor XMP of the master say', async () => {
    const records = Buffer.concat(
      Object.entries({ 80: 'Ann', 116: '© Acme' }).map(([dataset, value]) =>
        Buffer.concat([Buffer.from([0x1c, 2, Number(dataset), 0, Buffer.byteLength(value)]), Buffer.from(value)]),
      ),
    );
    const master = withResources(jpeg, printResource({ id: 1028, name: '', data: records }));
    const { made, warnings } = await make(master, all(FORMATS));
    for (const metadata of made) {
      expect(await readRights(metadata)).toEqual(RIGHTS);
      expect(metadata.xmpAsString).toContain('xmp:Rating="3"');
    }
    expect(warnings).toEqual([]);
  });

  it('hold no picture of what a crop leaves out', async () => {
    const thumbnail = await blank().resize(16).jpeg().toBuffer();
    const first = { entries: [text(270, 'a drawing')] };
    const second = (at: number) => ({
      entries: [
        makeNumbers(259, FIELD.short, [6]),
        makeNumbers(513, FIELD.long, [at]),
        makeNumbers(514, FIELD.long, [thumbnail.length]),
      ],
    });
    const directories = (at: number) => [first, second(at)];
    const at = headBytes(directories(0), false);
    const exif = Buffer.concat([printDirectories(directories(at), false), thumbnail]);
    const { made } = await make(withExif(exif), all(FORMATS.slice(0, 4)));
    for (const { exif: held = Buffer.alloc(0) } of made) {
      expect(held.includes('a drawing')).toBe(true);
      expect(held.includes(thumbnail.subarray(0, 40))).toBe(false);
    }
  });

  it('keep an EXIF block as long as a file can hold it, and else the rights, which is told', async () => {
    const formats = FORMATS.slice(0, 4);
    const most = await make(withExif(described(64_800)), all(formats));
    expect(most.warnings).toEqual([]);
    for (const { exif } of most.made) expect(exif?.includes('d'.repeat(64_800))).toBe(true);
    for (const length of [65_000, 100_000, 9_000_000]) {
      const { made, warnings } = await make(withExif(described(length)), all([...formats, 'tif', 'gif']));
      for (const metadata of made.slice(0, 5)) expect(await readRights(metadata)).toEqual(RIGHTS);
      expect(warnings).toEqual([expect.stringMatching(/^The EXIF of the master is damaged or too long/)]);
    }
    expect((await make(withExif(described(100_000)), ['fmt=jpeg', ...all(['tif', 'gif'])])).warnings).toEqual([]);
  });

  it('keep XMP as long as a file can hold it, which is told where it is longer', async () => {
    const packet = (length: number) =>
      RATING.replace('Rating="3"', `Rating="${'3'.repeat(length - RATING.length + 1)}"`);
    const { made, warnings } = await make(await blank().withXmp(packet(60_000)).png().toBuffer(), all(['jpeg', 'tif']));
    expect(warnings).toEqual([]);
    for (const { xmp } of made) expect(xmp?.length).toBe(60_000);
    const longer = await blank().withXmp(packet(60_001)).png().toBuffer();
    const told = [expect.stringMatching(/^The XMP of the master is too long for jpeg files/)];
    for (const texts of [all(['jpeg', 'webp']), ['fmt=jpeg&xmpEmbed=1', 'fmt=tif&xmpEmbed=1']]) {
      const { made: others, warnings: said } = await make(longer, texts);
      expect(others.map(({ xmp }) => xmp?.length)).toEqual([undefined, 60_001]);
      expect(said).toEqual(told);
    }
  });
});

describe('the print resolution in EXIF', () => {
  it('is that of the recipe or the usual one, whatever else the block says and the master said', async () => {
    const names = FORMATS.slice(0, 4);
    for (const master of [
      withExif(makeExifBlock({ artist: 'Ann' })),
      withExif(makeExifBlock(RIGHTS)),
      withExif(printDirectories([{ entries: [makeNumbers(296, FIELD.short, [3]), text(315, 'Ann')] }], false)),
      await blank()
        .withExif({ IFD0: { Artist: 'Ann' } })
        .withDensity(300)
        .jpeg()
        .toBuffer(),
    ]) {
      const { made } = await make(master, [...names.map((format) => `fmt=${format}`), ...all(names)]);
      for (const { exif } of made) expect(await resolutionIn(exif!)).toEqual([72, 72, 2]);
      const { made: printed } = await make(master, ['fmt=jpeg&printRes=300', 'fmt=png&printRes=300&metadata=all']);
      for (const { exif } of printed) expect(await resolutionIn(exif!)).toEqual([300, 300, 2]);
    }
  });
});

describe('the EXIF of a master', () => {
  it('is copied in its own order of bytes, upright, the rights as UTF-8 in place of what it had', async () => {
    const little = printDirectories(
      [{ entries: [text(270, 'a drawing'), makeNumbers(274, FIELD.short, [6]), text(315, 'Bob')] }],
      false,
    );
    const big = Buffer.from(
      '4d4d002a000000080002' + '010e00020000000461626300' + '011200030000000100060000' + '00000000',
      'hex',
    );
    for (const [exif, description] of [
      [little, 'a drawing'],
      [big, 'abc'],
      [Buffer.concat([Buffer.from('Exif\0\0'), big]), 'abc'],
    ] as const) {
      const copy = copyExif(exif, RIGHTS)!;
      expect(await readRights({ exif: copy } as Metadata)).toEqual(RIGHTS);
      expect(copy.toString('latin1')).toContain(description);
      const metadata = await sharp(withExif(copy)).metadata();
      expect(metadata.orientation).toBe(1);
    }
  });

  it('is none where it is damaged, whatever the bytes', () => {
    const head = fc.constantFrom('', 'Exif\0\0', 'II*\0\b\0\0\0', 'MM\0*\0\0\0\b', 'II*\0\0\0\0\0');
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 100 }), (start, rest) => {
        const copy = copyExif(Buffer.concat([Buffer.from(start, 'latin1'), rest]), RIGHTS);
        expect(copy === undefined || copy.includes('Ann\0')).toBe(true);
      }),
    );
    expect(copyExif(makeExifBlock(RIGHTS).subarray(0, 20), RIGHTS)).toBeUndefined();
  });
});

describe('the rights in a packet', () => {
  it('are put where it says none, and only those', async () => {
    const rights = async (xmp: string) => readRights({ xmp: Buffer.from(xmp) } as Metadata);
    const added = addRights(RATING, RIGHTS);
    expect(await rights(added)).toEqual(RIGHTS);
    expect(addRights(added, { artist: 'Bob', copyright: '© Bob' })).toBe(added);
    const half = addRights(RATING, { copyright: '© Bob' });
    expect(await rights(addRights(half, RIGHTS))).toEqual({ artist: 'Ann', copyright: '© Bob' });
    expect(addRights('no packet', RIGHTS)).toBe('no packet');
  });
});
