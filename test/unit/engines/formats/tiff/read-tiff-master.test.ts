import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { openMaster } from '../../../../../src/engines/image/source/master.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { DmxError } from '../../../../../src/model/errors.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { ODD_HEIGHT, ODD_WIDTH, type OddTiff, writeOddTiff } from '../../../../support/pictures/write-odd-tiff.ts';

type Pixel = readonly number[];

/** The pixels in the middle of both halves, with an alpha of 255 where there is none; or the code of the error. */
async function read(tiff: OddTiff): Promise<readonly [Pixel, Pixel] | string> {
  const file = join(ownFolder(), 'odd.tif');
  writeFileSync(file, writeOddTiff(tiff));
  try {
    const facts = await probeImage(file, 'image/tiff');
    expect(facts).toMatchObject({ width: ODD_WIDTH, height: ODD_HEIGHT });
    return await withDecoded({ file, facts }, ownFolder(), async (master) => {
      const { data, info } = await openMaster(master).raw().toBuffer({ resolveWithObject: true });
      const { width, channels } = info;
      const at = (x: number, y: number): Pixel => {
        const pixel = [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)];
        return channels === 3 ? [...pixel, 255] : pixel;
      };
      // The last rows and columns are in other blocks than the first.
      expect(at(0, 0)).toEqual(at(ODD_WIDTH / 2 - 1, ODD_HEIGHT - 1));
      expect(at(ODD_WIDTH - 1, 0)).toEqual(at(ODD_WIDTH / 2, ODD_HEIGHT - 1));
      return [at(3, 10), at(ODD_WIDTH - 3, 10)] as const;
    });
  } catch (error) {
    if (error instanceof DmxError) return error.code;
    throw error;
  }
}

const encode = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/** What a sample of so many bits holds of a value. */
function stored(value: number, { bits, format }: Pick<OddTiff, 'bits' | 'format'>): number {
  if (format === 3) return encode(value);
  const most = 2 ** bits - 1;
  return Math.round(value * most) / most;
}

const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, CMYK, YCBCR] = [0, 1, 2, 5, 6];

const COLORS: Readonly<Record<number, readonly [Pixel, Pixel]>> = {
  [WHITE_IS_ZERO]: [[0.25], [0.75]],
  [BLACK_IS_ZERO]: [[0.25], [0.75]],
  [RGB]: [
    [0.75, 0.25, 0],
    [0, 1, 0.5],
  ],
  [CMYK]: [
    [0, 1, 1, 0],
    [1, 0, 0, 0],
  ],
  // Y′CbCr of (200, 60, 60) and (60, 160, 60), ITU-R BT.601.
  [YCBCR]: [
    [101.86 / 255, 104.38 / 255, 198 / 255],
    [118.7 / 255, 94.87 / 255, 86.13 / 255],
  ],
};

const SHOWN: Readonly<Record<number, (half: number, tiff: OddTiff) => Pixel>> = {
  [WHITE_IS_ZERO]: (half, tiff) => gray(1 - stored(COLORS[0]?.[half]?.[0] ?? 0, { ...tiff, format: 1 })),
  [BLACK_IS_ZERO]: (half, tiff) => gray(stored(COLORS[1]?.[half]?.[0] ?? 0, tiff)),
  [RGB]: (half, tiff) => (COLORS[2]?.[half] ?? []).map((value) => 255 * stored(value, tiff)),
  // As the built-in profile shows pure inks.
  [CMYK]: (half) => [PURE_INKS.red, PURE_INKS.cyan][half] ?? [],
  [YCBCR]: (half) =>
    [
      [200, 60, 60],
      [60, 160, 60],
    ][half] ?? [],
};

const PURE_INKS = { red: [232, 0, 0], cyan: [0, 153, 227] };

const gray = (value: number): Pixel => [255 * value, 255 * value, 255 * value];

const OPACITY = [1, 0.5] as const;

/** A picture with these further channels; what is no alpha holds nonsense. */
function withExtra(photometric: number, extra: readonly number[] | undefined): OddTiff['halves'] {
  const further = (half: 0 | 1): Pixel => (extra ?? []).map((kind) => (kind === 0 ? 0.2 : OPACITY[half]));
  const [left = [], right = []] = COLORS[photometric] ?? [];
  return [
    [...left, ...further(0)],
    [...right, ...further(1)],
  ];
}

function expectNear(found: Pixel, wanted: Pixel, most: number, about: string): void {
  const off = Math.max(...wanted.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))));
  expect(off, `${about}: ${found.join()} for ${wanted.map(Math.round).join()}`).toBeLessThanOrEqual(most);
}

/** Ways to lay the same samples out; every kind of picture meets some of them. */
const LAYOUTS: readonly Partial<OddTiff>[] = [1, 5, 8, 32_773].flatMap((compression) =>
  [false, true].flatMap((planar) =>
    [false, true].map((tiled) => ({ compression, planar, tiled, bigEndian: planar !== tiled })),
  ),
);

const DEPTHS: readonly (readonly [bits: number, format: number])[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 32, 64].map((bits) => [bits, 1] as const),
  ...[8, 16, 32].map((bits) => [bits, 2] as const),
  ...[16, 32, 64].map((bits) => [bits, 3] as const),
];

const EXTRAS: readonly (readonly number[] | undefined)[] = [undefined, [2], [0], [2, 0], [0, 2], [0, 0]];

function isRefused({ bits, format, photometric }: OddTiff): boolean {
  if (format === 2 || bits === 20 || (bits === 64 && format === 1)) return true;
  return format === 3 && photometric !== RGB && photometric !== BLACK_IS_ZERO;
}

/** Fewer bits hold less of a colour that is not among the ends of their range. */
const tolerance = ({ photometric, bits }: OddTiff): number => (photometric === YCBCR && bits < 8 ? 600 / 2 ** bits : 2);

async function check(tiff: OddTiff, extra: readonly number[] | undefined): Promise<void> {
  const about = JSON.stringify({ ...tiff, halves: undefined });
  const pixels = await read(tiff);
  if (isRefused(tiff)) return expect(pixels, about).toBe('SOURCE_FORMAT_UNSUPPORTED');
  if (typeof pixels === 'string') return expect(pixels, about).toBe('pixels');
  for (const half of [0, 1] as const) {
    const alpha = extra?.some((kind) => kind > 0) ? 255 * stored(OPACITY[half], { ...tiff, format: 1 }) : 255;
    const shown = SHOWN[tiff.photometric]?.(half, tiff) ?? [];
    const opacity = tiff.format === 3 && alpha < 255 ? 127.5 : alpha;
    expectNear(pixels[half] ?? [], [...shown, opacity], tolerance(tiff), about);
  }
}

describe('a TIFF', () => {
  it.each([
    ['gray', BLACK_IS_ZERO],
    ['gray with white as zero', WHITE_IS_ZERO],
    ['RGB', RGB],
    ['CMYK', CMYK],
    ['Y′CbCr at full resolution', YCBCR],
  ])('of %s is read right or refused, whatever its samples, channels and layout', async (_name, photometric) => {
    let turn = photometric;
    for (const [bits, format] of DEPTHS) {
      for (const extra of EXTRAS) {
        const layout = LAYOUTS[turn++ % LAYOUTS.length];
        const more = photometric === YCBCR ? ([[530, [1, 1]]] as const) : [];
        await check(
          { photometric, bits, format, extra, halves: withExtra(photometric, extra), more, ...layout },
          extra,
        );
      }
    }
  });

  it.each([8, 16, 32])('of %i bits is read right in every layout, and stored as differences', async (bits) => {
    for (const extra of [undefined, [2, 0]]) {
      for (const layout of LAYOUTS) {
        for (const predictor of layout.compression === 5 || layout.compression === 8 ? [1, 2] : [1]) {
          await check(
            { photometric: RGB, bits, format: 1, extra, halves: withExtra(RGB, extra), predictor, ...layout },
            extra,
          );
        }
      }
    }
  });
});
