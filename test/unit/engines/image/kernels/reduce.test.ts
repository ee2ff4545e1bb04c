import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduce } from '../../../../../src/engines/image/kernels/reduce.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { openPicture, redraw, toDeepPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import { scale } from '../../../../../src/engines/image/source/source.ts';
import { widened, type Widening } from '../../../../../src/engines/image/source/widening.ts';
import type { AnyPicture } from '../../../../../src/engines/picture.ts';
import { type Reading, sameSize, wholeOf } from '../../../../../src/layout/reading.ts';
import type { Rect, Size } from '../../../../../src/model/geometry.ts';

interface Look {
  readonly channels: 3 | 4;
  readonly full: 255 | 65_535;
  /** Noise of every value, or of the least and the most, which filters make too dark and too bright. */
  readonly isHard: boolean;
}

function noise({ width, height }: Size, { channels, full, isHard }: Look): AnyPicture {
  let state = width * 31 + height;
  const length = width * height * channels;
  const data = full === 255 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    data[i] = isHard ? full * (state >> 30) : (state >> 8) & full;
  }
  return { data, width, height, channels };
}

/** Bytes with alpha are scaled as words. */
const wideningOf = ({ channels, data }: AnyPicture): Widening | undefined =>
  channels === 4 && data.BYTES_PER_ELEMENT === 1 ? widened('srgb') : undefined;

const byLibvips = (picture: AnyPicture, reading: Reading): Promise<AnyPicture> =>
  redraw(picture, (pipeline) => scale(pipeline, picture, reading, wideningOf(picture)));

/** The samples that differ. */
function differing(found: AnyPicture, expected: AnyPicture): number {
  expect(found).toMatchObject({ width: expected.width, height: expected.height, channels: expected.channels });
  let count = 0;
  for (const [i, sample] of expected.data.entries()) if (found.data[i] !== sample) count++;
  return count;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Some of `to` pixels. */
const someOf = (to: number, from: number, size: number): readonly [number, number] => {
  const start = Math.min(to - 1, Math.floor(from * to));
  return [start, Math.max(1, Math.floor(size * (to - start)))];
};

const KERNELS = ['linear', 'cubic', 'lanczos3', 'mks2013'] as const;
const LOOK = fc.record({
  channels: fc.constantFrom(3, 4),
  full: fc.constantFrom(255, 65_535),
  isHard: fc.boolean(),
});

describe('a picture that is reduced', () => {
  it('has the bytes of libvips: of any size, factor and window, of 8 and 16 bits, with alpha and without', async () => {
    const side = fc.integer({ min: 1, max: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ width: side, height: side }),
        fc.tuple(share, share, share, share, share, share),
        fc.constantFrom(...KERNELS),
        LOOK,
        async (size, at, kernel, look) => {
          const [width, height] = [Math.ceil(size.width * at[0]), Math.ceil(size.height * at[1])];
          const scaled = { width: Math.max(1, width), height: Math.max(1, height) };
          fc.pre(!sameSize(size, scaled));
          const [[x, across], [y, down]] = [someOf(scaled.width, at[2], at[3]), someOf(scaled.height, at[4], at[5])];
          const reading: Reading = { scaled, window: { x, y, width: across, height: down }, kernel };
          const picture = noise(size, look);
          const found = reduce(picture, wholeOf(picture), reading, 'memory');
          expect(differing(found, await byLibvips(picture, reading))).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    // To one half, to three quarters, to one pixel, and by a hundred along one side alone.
    [
      { width: 1201, height: 803 },
      { width: 601, height: 402 },
    ],
    [
      { width: 1200, height: 900 },
      { width: 900, height: 675 },
    ],
    [
      { width: 700, height: 500 },
      { width: 1, height: 1 },
    ],
    [
      { width: 1600, height: 3 },
      { width: 16, height: 2 },
    ],
    [
      { width: 5, height: 1400 },
      { width: 5, height: 14 },
    ],
  ])('has them where %o becomes %o', async (size, scaled) => {
    for (const full of [255, 65_535] as const) {
      const picture = noise(size, { channels: 4, full, isHard: false });
      const reading: Reading = { scaled, window: wholeOf(scaled), kernel: 'lanczos3' };
      const found = reduce(picture, wholeOf(picture), reading, 'memory');
      expect(differing(found, await byLibvips(picture, reading))).toBe(0);
    }
  });
});

describe('pixels in the middle between two filters of libvips', () => {
  it.each([
    // Rows that are tied come out otherwise in the strips of a file, columns in its tiles.
    { size: { width: 90, height: 639 }, scaled: { width: 60, height: 320 }, isOther: true, isTiledOther: false },
    { size: { width: 641, height: 70 }, scaled: { width: 320, height: 50 }, isOther: false, isTiledOther: true },
    { size: { width: 639, height: 70 }, scaled: { width: 320, height: 50 }, isOther: false, isTiledOther: true },
    { size: { width: 641, height: 639 }, scaled: { width: 320, height: 320 }, isOther: true, isTiledOther: true },
    // Of the means of three, columns and rows, and of rows that are not tied then.
    { size: { width: 403, height: 403 }, scaled: { width: 64, height: 64 }, isOther: true, isTiledOther: false },
    { size: { width: 1919, height: 333 }, scaled: { width: 192, height: 64 }, isOther: false, isTiledOther: false },
  ])(
    'go with what libvips takes, from a file as from tiles and from memory: $size to $scaled',
    async ({ size, scaled, isOther, isTiledOther }) => {
      let [differ, differTiled] = [0, 0];
      for (const full of [255, 65_535] as const) {
        const picture = noise(size, { channels: 3, full, isHard: false });
        const png = await openPicture(picture).png({ compressionLevel: 1 }).toBuffer();
        const tiff = await openPicture(picture).tiff({ compression: 'none', tile: true }).toBuffer();
        const part: Rect = { x: 3, y: 7, width: scaled.width - 5, height: scaled.height - 9 };
        for (const window of [wholeOf(scaled), part]) {
          const reading: Reading = { scaled, window, kernel: 'lanczos3' };
          const open = (file: Buffer) =>
            full === 255 ? sharp(file) : sharp(file).pipelineColourspace('rgb16').toColourspace('rgb16');
          const finish = full === 255 ? toPicture : toDeepPicture;
          const streamed = await finish(scale(open(png), size, reading));
          const tiled = await finish(scale(open(tiff), size, reading));
          const redrawn = await byLibvips(picture, reading);
          expect(differing(reduce(picture, wholeOf(picture), reading, 'file'), streamed)).toBe(0);
          expect(differing(reduce(picture, wholeOf(picture), reading, 'tiles'), tiled)).toBe(0);
          expect(differing(reduce(picture, wholeOf(picture), reading, 'memory'), redrawn)).toBe(0);
          differ += differing(streamed, redrawn);
          differTiled += differing(streamed, tiled);
        }
      }
      expect([differ > 0, differTiled > 0]).toEqual([isOther, isTiledOther]);
    },
  );

  it('are those of a part of a picture where that is scaled', async () => {
    const picture = noise({ width: 100, height: 700 }, { channels: 3, full: 255, isHard: false });
    const part = { x: 4, y: 31, width: 90, height: 639 };
    const scaled = { width: 45, height: 320 };
    const reading: Reading = { scaled, window: { x: 0, y: 5, width: 45, height: 300 }, kernel: 'cubic' };
    const png = await openPicture(picture).png().toBuffer();
    const cut = sharp(png).extract({ left: part.x, top: part.y, width: part.width, height: part.height });
    const streamed = await toPicture(scale(cut, part, reading));
    expect(differing(reduce(picture, part, reading, 'file'), streamed)).toBe(0);
  });
});
