import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'probe-'));
});
afterAll(() => rm(folder, { recursive: true }));

const blank = (channels: 3 | 4 = 3) =>
  sharp({ create: { width: 30, height: 20, channels, background: { r: 200, g: 100, b: 50, alpha: 0.5 } } });

async function keep(bytes: Buffer | string): Promise<string> {
  const file = path.join(folder, `master-${++count}`);
  await writeFile(file, bytes);
  return file;
}

const svg = (attributes: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="9" height="9"/></svg>`;

describe('a picture that dmx does not read', () => {
  it.each([
    ['application/eps', /PDF/],
    ['application/postscript', /PDF/],
    ['image/x-xcf', /GIMP/],
    ['image/vnd.ms-photo', /TIFF or PNG/],
    ['image/x-dds', /^Convert the master to JPEG, PNG, .* or PDF\.$/],
  ])('is refused with advice (%s)', async (mime, hint) => {
    const file = await keep('%!PS-Adobe-3.0 EPSF-3.0');
    await expect(probeImage(file, mime)).rejects.toMatchObject({
      code: 'SOURCE_FORMAT_UNSUPPORTED',
      hint: expect.stringMatching(hint),
    });
  });
});

describe('the facts of a picture', () => {
  it('are all told', async () => {
    const file = await keep(await blank().withIccProfile('srgb').jpeg({ progressive: true }).toBuffer());
    expect(await probeImage(file, 'image/jpeg')).toEqual({
      kind: 'image',
      mime: 'image/jpeg',
      width: 30,
      height: 20,
      orientation: 1,
      colorSpace: 'srgb',
      icc: expect.stringMatching(/sRGB/),
      profileKind: 'srgb',
      alpha: false,
      depth: 8,
      progressive: true,
      chroma: '4:2:0',
      pages: 1,
    });
  });

  it('give the size of the upright picture', async () => {
    const file = await keep(await blank().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await probeImage(file, 'image/jpeg')).toMatchObject({ width: 20, height: 30, orientation: 6 });
  });

  it.each([
    ['gray', 'image/png', () => blank().toColourspace('b-w').png(), { colorSpace: 'gray', icc: null, depth: 8 }],
    ['CMYK', 'image/tiff', () => blank().toColourspace('cmyk').tiff(), { colorSpace: 'cmyk', alpha: false }],
    ['16 bits', 'image/png', () => blank().toColourspace('rgb16').png(), { colorSpace: 'srgb', depth: 16 }],
    [
      'one bit',
      'image/tiff',
      () => blank().toColourspace('b-w').tiff({ bitdepth: 1 }),
      { colorSpace: 'gray', depth: 1 },
    ],
    ['alpha', 'image/webp', () => blank(4).webp(), { alpha: true, colorSpace: 'srgb' }],
    ['an interlaced one', 'image/png', () => blank().png({ progressive: true }), { progressive: true }],
  ])('name %s', async (_, mime, make, expected) => {
    expect(await probeImage(await keep(await make().toBuffer()), mime)).toMatchObject(expected);
  });

  it('count frames, of which the first is the picture', async () => {
    const frames = await Promise.all([blank().png().toBuffer(), blank().negate().png().toBuffer()]);
    const file = await keep(
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    expect(await probeImage(file, 'image/gif')).toMatchObject({ width: 30, height: 20, pages: 2 });
  });

  it.each([
    [12, 12],
    [0, 1],
    // No number that a PNG may hold.
    [2 ** 31 + 1, 1],
  ])('of an animated PNG that tells %i frames count %i', async (told, pages) => {
    const png = await blank().png().toBuffer();
    // Behind the header: how many frames, how often they are shown.
    const control = Buffer.alloc(20);
    control.writeUInt32BE(8);
    control.write('acTL', 4, 'latin1');
    control.writeUInt32BE(told, 8);
    control.writeUInt32BE(crc32(control.subarray(4, 16)), 16);
    const file = await keep(Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]));
    expect(await probeImage(file, 'image/apng')).toMatchObject({ width: 30, height: 20, pages });
  });

  it('give an SVG its own size', async () => {
    const file = await keep(svg('width="40" height="25"'));
    expect(await probeImage(file, 'image/svg+xml')).toMatchObject({ width: 40, height: 25, alpha: true });
  });

  it('do not count an orientation that does not exist', async () => {
    const bytes = await blank().withMetadata({ orientation: 6 }).tiff().toBuffer();
    const at = bytes.indexOf(Buffer.from([0x12, 0x01, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06]));
    bytes[at + 8] = 77;
    expect(await probeImage(await keep(bytes), 'image/tiff')).toMatchObject({ width: 30, height: 20, orientation: 1 });
  });
});

const makeTiff = (): Promise<Buffer> => blank().tiff({ compression: 'none' }).toBuffer();

/** A TIFF of one strip of which the file has all but the last byte. */
function moveStrip(tiff: Buffer): Buffer {
  const first = tiff.readUInt32LE(4);
  const rows = Array.from({ length: tiff.readUInt16LE(first) }, (_, i) => first + 2 + i * 12);
  const placeOf = (tag: number): number => 8 + (rows.find((at) => tiff.readUInt16LE(at) === tag) ?? 0);
  tiff.writeUInt32LE(tiff.length - tiff.readUInt32LE(placeOf(279)) + 1, placeOf(273));
  return tiff;
}

describe('a file without facts', () => {
  it.each([
    [
      'SOURCE_CORRUPT',
      'a header that was cut off',
      'image/png',
      async () => (await blank().png().toBuffer()).subarray(0, 20),
    ],
    ['SOURCE_FORMAT_UNSUPPORTED', 'no picture', 'image/png', async () => Buffer.from('just words')],
    ['SOURCE_FORMAT_UNSUPPORTED', 'an empty file', 'image/png', async () => Buffer.alloc(0)],
    [
      'SOURCE_CORRUPT',
      'a TIFF whose pixels would end beyond it',
      'image/tiff',
      async () => moveStrip(await makeTiff()),
    ],
    ['SOURCE_FORMAT_UNSUPPORTED', 'one in a format that is not read', 'image/x-xcf', async () => Buffer.alloc(9)],
  ])('is %s: %s', async (code, _, mime, make) => {
    const file = await keep(await make());
    await expect(probeImage(file, mime)).rejects.toMatchObject({ code, name: 'SourceError' });
  });

  it('is SOURCE_UNREADABLE when it is not there', async () => {
    const missing = path.join(folder, 'not-there.jpg');
    await expect(probeImage(missing, 'image/jpeg')).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});
