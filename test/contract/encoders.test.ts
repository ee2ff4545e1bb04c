import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { profileLoader } from '../../src/engines/image/color/load-profile.ts';
import { encoderOf } from '../../src/engines/formats/index.ts';
import { sharp } from '../../src/engines/image/libvips.ts';
import { copyExif } from '../../src/engines/image/metadata/exif-block.ts';
import { droppedMetadata, type SourceMetadata } from '../../src/engines/image/metadata/source-metadata.ts';
import { encode } from '../../src/engines/image/output/encode.ts';
import { checkFile } from '../../src/engines/image/output/check-output.ts';
import { imageEncoderVersions } from '../../src/engines/image/output/encoder-versions.ts';
import { printPaths } from '../../src/engines/image/paths/print-paths.ts';
import { findOutlines } from '../../src/engines/image/paths/read-outlines.ts';
import type { Picture } from '../../src/engines/picture.ts';
import type { WritableName } from '../../src/model/formats/formats.ts';
import { masterFormat } from '../../src/model/formats/master-formats.ts';
import { OUTPUT_FORMATS, type OutputFormat } from '../../src/model/formats/output-formats.ts';
import type { MetadataPolicy, Output } from '../../src/model/recipe/recipe.ts';
import { sniff } from '../../src/system/sniff.ts';
import { ownFolder } from '../support/files/own-folder.ts';

const WRITTEN = OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null);
const CASES = WRITTEN.map((format) => [format.names[0], format] as const);

const [WIDTH, HEIGHT] = [40, 30];

/** Slopes; with alpha the left half is clear. */
function draw(alpha: boolean, width = WIDTH, height = HEIGHT): Picture {
  const channels = alpha ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([6 * x, 8 * y, 255 - 3 * x - 2 * y], i * channels);
    if (alpha) data[i * channels + 3] = x < width / 2 ? 0 : 255;
  }
  return { data, width, height, channels };
}

/** A packet of XMP of just so many bytes. */
function xmpOf(bytes: number): string {
  const [head, tail] = ['<x:xmpmeta xmlns:x="adobe:ns:meta/"><!--', '--></x:xmpmeta>'];
  return `${head}${'x'.repeat(bytes - head.length - tail.length)}${tail}`;
}

const OUTLINE = {
  name: 'Ring',
  curves: [[0.2, 0.6, 0.9].map((at) => [[at, at / 2] as const, [at, at / 2] as const, [at, at / 2] as const] as const)],
};

async function sourceOf(xmp: string): Promise<SourceMetadata> {
  const tagged = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const { exif } = await sharp(
    await tagged
      .withExif({ IFD0: { Artist: 'Ada', ImageDescription: 'A slope' } })
      .jpeg()
      .toBuffer(),
  ).metadata();
  const rights = { artist: 'Ada' };
  return { rights, exif: copyExif(exif!, rights)!, xmp, resources: printPaths([OUTLINE]) };
}

const ASKED: Partial<Output> = { embedProfile: true, printResolution: 300, keepXmp: true, embedPaths: true };

async function write(
  format: OutputFormat,
  picture: Picture,
  output: Partial<Output> = {},
  metadata: MetadataPolicy = 'none',
  source: SourceMetadata = { rights: {} },
): Promise<Buffer> {
  const recipe = { output: { format: format.names[0], ...output }, metadata };
  const { bytes } = await encode(picture, recipe, { format, source, loadProfile: profileLoader() });
  return bytes;
}

/** What a file holds besides pixels, read by others than its encoder. */
interface Held {
  readonly icc: boolean;
  readonly density: boolean;
  readonly exif: boolean;
  readonly xmp: boolean;
  readonly paths: boolean;
}

async function keep(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'written');
  await writeFile(file, bytes);
  return file;
}

async function readHeld(bytes: Buffer): Promise<Held> {
  const metadata = await sharp(bytes).metadata();
  const outlines = await findOutlines(await keep(bytes), metadata);
  return {
    icc: metadata.icc !== undefined,
    density: metadata.density === 300,
    exif: metadata.exif?.includes('A slope') === true,
    xmp: metadata.xmpAsString?.includes('<!--xxx') === true,
    paths: outlines.some(({ name }) => name === OUTLINE.name),
  };
}

/** Documents say their size in points: of 300 pixels an inch, 40 are 9.6. */
async function readDocument(bytes: Buffer): Promise<Held> {
  const text = bytes.toString('latin1');
  return {
    icc: text.includes('/ICCBased') && text.includes('acsp'),
    density: text.includes('0 0 9.6 7.2'),
    exif: text.includes('A slope'),
    xmp: text.includes('x:xmpmeta'),
    paths: text.includes('%BeginPhotoshop:'),
  };
}

const READERS: Readonly<Record<WritableName, (bytes: Buffer) => Promise<Held>>> = {
  ...{ jpeg: readHeld, png: readHeld, gif: readHeld, tiff: readHeld, webp: readHeld, avif: readHeld },
  ...{ pdf: readDocument, eps: readDocument },
};

const NOTHING: Held = { icc: false, density: false, exif: false, xmp: false, paths: false };

describe.each(CASES)('the encoder of fmt=%s', (_name, format) => {
  const encoder = format.encoder!;

  it('writes every pixel type and compression that its row names, in a file of its row and of the size asked', async () => {
    const compressions = [undefined, ...format.compressions];
    for (const pixelType of format.pixelTypes) {
      for (const compression of compressions) {
        const output = { pixelType, ...(compression !== undefined && { compression }) };
        const bytes = await write(format, draw(format.alpha), output);
        expect(await encoderOf(encoder).sizeOf(bytes)).toEqual({ width: WIDTH, height: HEIGHT });
        await checkFile(bytes, format, { width: WIDTH, height: HEIGHT });
        expect(masterFormat((await sniff(await keep(bytes))) ?? '')?.name).toBe(encoder);
      }
    }
  });

  it('refuses a pixel type that its row does not name', async () => {
    for (const pixelType of (['gray', 'cmyk'] as const).filter((one) => !format.pixelTypes.includes(one))) {
      await expect(write(format, draw(false), { pixelType })).rejects.toMatchObject({
        code: 'RENDITION_NOT_AS_PLANNED',
      });
    }
  });

  it('finds a file of another size, and one of another format, not as planned', async () => {
    const bytes = await write(format, draw(format.alpha));
    const size = { width: WIDTH, height: HEIGHT };
    await expect(checkFile(bytes, format, { ...size, height: HEIGHT + 1 })).rejects.toMatchObject({
      code: 'RENDITION_NOT_AS_PLANNED',
    });
    const other = WRITTEN.find((one) => one.encoder !== encoder && READERS[one.encoder!] === READERS[encoder])!;
    await expect(checkFile(await write(other, draw(other.alpha)), format, size)).rejects.toMatchObject({
      code: 'RENDITION_NOT_AS_PLANNED',
    });
  });

  it('keeps alpha where its row says so', async () => {
    if (READERS[encoder] === readDocument) return;
    const { hasAlpha } = await sharp(await write(format, draw(format.alpha))).metadata();
    expect(hasAlpha).toBe(format.alpha);
  });

  it('holds what its row says and nothing else, where all is asked for', async () => {
    const source = await sourceOf(xmpOf(900));
    const bytes = await write(format, draw(format.alpha), ASKED, 'all', source);
    const { icc, density, exif, xmp, paths } = format.holds;
    expect(await READERS[encoder](bytes)).toEqual({ icc, density, exif, xmp: xmp > 0, paths });
  });

  it('holds nothing where nothing is asked for', async () => {
    const { resources: _paths, ...source } = await sourceOf(xmpOf(900));
    expect(await READERS[encoder](await write(format, draw(format.alpha), {}, 'none', source))).toEqual(NOTHING);
  });

  it('says 72 pixels an inch where nothing is asked, as Image Serving does, and has no EXIF for it', async () => {
    if (READERS[encoder] === readDocument || !format.holds.density) return;
    const { density, exif } = await sharp(await write(format, draw(format.alpha))).metadata();
    expect({ density, exif }).toEqual({ density: 72, exif: undefined });
  });

  it('holds XMP up to the bytes of its row, and tells of a longer packet', async () => {
    const most = format.holds.xmp;
    if (most === 0) return;
    const keeping = { metadata: 'all', keepXmp: false } as const;
    const [longest, longer] = [await sourceOf(xmpOf(most)), await sourceOf(xmpOf(most + 1))];
    const fits = await write(format, draw(format.alpha), {}, 'all', longest);
    expect((await sharp(fits).metadata()).xmp).toHaveLength(most);
    expect(droppedMetadata(longest, keeping, format)).toEqual([]);
    const cut = await write(format, draw(format.alpha), {}, 'all', longer);
    expect((await READERS[encoder](cut)).xmp).toBe(false);
    expect(droppedMetadata(longer, keeping, format)).toHaveLength(1);
  });

  it('writes the same bytes again', async () => {
    const source = await sourceOf(xmpOf(900));
    const [once, again] = [
      await write(format, draw(format.alpha), ASKED, 'all', source),
      await write(format, draw(format.alpha), ASKED, 'all', source),
    ];
    expect(once.equals(again)).toBe(true);
  });

  it('writes the longest side that its row says', async () => {
    const bytes = await write(format, draw(format.alpha, format.maxSide, 1), { quality: 50 });
    await checkFile(bytes, format, { width: format.maxSide, height: 1 });
  }, 120_000);

  it('is named in the engine text with libraries that there are', () => {
    const text = imageEncoderVersions()[format.extension];
    expect(text).toMatch(/^image \d+, vips 8\./);
    for (const library of encoderOf(encoder).libraries) expect(text).toMatch(new RegExp(`, ${library} \\d`));
    expect(text).not.toContain('unknown');
  });
});
