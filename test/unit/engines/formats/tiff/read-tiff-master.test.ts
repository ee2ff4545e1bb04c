import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { openMaster } from '../../../../../src/engines/image/source/master.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { DmxError } from '../../../../../src/model/errors.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import {
  ODD_HEIGHT,
  ODD_WIDTH,
  type OddTiff,
  writeOddTiff,
} from '../../../../support/pictures/masters/write-odd-tiff.ts';

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

const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR] = [0, 1, 2, 3, 5, 6];

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
  [WHITE_IS_ZERO]: (half, tiff) => {
    const value = COLORS[0]?.[half]?.[0] ?? 0;
    return gray(tiff.format === 3 ? encode(1 - value) : 1 - stored(value, tiff));
  },
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
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 32, 56, 64].map((bits) => [bits, 1] as const),
  ...[8, 16, 32].map((bits) => [bits, 2] as const),
  ...[16, 24, 32, 64].map((bits) => [bits, 3] as const),
];

const EXTRAS: readonly (readonly number[] | undefined)[] = [undefined, [2], [0], [2, 0], [0, 2], [0, 0]];

const isRefused = ({ format, photometric }: OddTiff): boolean => format === 3 && photometric === YCBCR;

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

/** Numbers of a palette of so many bits: the left half's index is its last one, the right half's the one before. */
function paletteOf(bits: number, most: number): readonly number[] {
  const count = 2 ** bits;
  const channel = (last: number, before: number): number[] =>
    Array.from({ length: count }, (_, i) => Math.round(most * (i === count - 1 ? last : i === count - 2 ? before : 0)));
  return [...channel(200 / 255, 60 / 255), ...channel(60 / 255, 160 / 255), ...channel(1, 0)];
}

// Adobe's Lab of sRGB (200, 60, 60) and (60, 160, 60), as parts of its ranges.
const LAB = [
  [46.15, 54.41, 31.6],
  [58.7, -46.48, 41.9],
] as const;

function labOf(bits: number, format: number, icc: boolean): OddTiff['halves'] {
  const of = ([l, a, b]: readonly [number, number, number]): number[] => {
    if (format === 3) return [l, a, b];
    const [scale, most] = [2 ** (bits - 8), 2 ** bits - 1];
    const color = (value: number): number => (icc ? value + 128 : (value + 256) % 256);
    const light = icc && bits === 16 ? (l / 100) * 65_280 : (l / 100) * most;
    return [light, color(a) * scale, color(b) * scale].map((value) => value / most);
  };
  return [of(LAB[0]), of(LAB[1])];
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
      // Each depth meets two of them; over all depths and kinds of picture each layout meets each.
      for (const extra of [EXTRAS[turn % EXTRAS.length], EXTRAS[(turn + 1) % EXTRAS.length]]) {
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

  it.each([
    [1, 255, undefined],
    [2, 65_535, [2]],
    [3, 65_535, undefined],
    [8, 255, [0, 2]],
    [8, 65_535, [1]],
    [12, 65_535, undefined],
    [16, 65_535, [2]],
  ] as const)(
    'with a palette of %i bits up to %i is read right, with further channels %j',
    async (bits, most, extra) => {
      const count = 2 ** bits;
      const further = (half: 0 | 1): Pixel => (extra ?? []).map((kind) => (kind === 0 ? 0.2 : OPACITY[half]));
      const halves = [
        [1, ...further(0)],
        [(count - 2) / (count - 1), ...further(1)],
      ] as const;
      const pixels = await read({
        ...{ photometric: PALETTE, bits, format: 1, extra, halves, compression: 8, planar: bits === 8 },
        more: [[320, paletteOf(bits, most)]],
      });
      const alpha = extra ? 255 * stored(0.5, { bits, format: 1 }) : 255;
      expectNear(pixels[0] as Pixel, [200, 60, 255, 255], 1, `${bits} bits`);
      expectNear(pixels[1] as Pixel, [60, 160, 0, alpha], 1, `${bits} bits`);
    },
  );

  it.each([
    [8, 1, 8],
    [16, 1, 8],
    [8, 2, 8],
    [32, 3, 8],
    [8, 1, 9],
    [16, 1, 9],
  ])('in Lab of %i bits (format %i, interpretation %i) has the right colours', async (bits, format, photometric) => {
    const pixels = await read({ photometric, bits, format, halves: labOf(bits, format, photometric === 9) });
    const [left, right] = pixels as readonly [Pixel, Pixel];
    // Eight bits of Lab are coarse; D50 is taken for D65 throughout.
    expectNear(left, [200, 60, 60, 255], 12, 'left');
    expectNear(right, [60, 160, 60, 255], 12, 'right');
  });

  it.each([8, 16])('in Lab of %i bits is as clear as it says', async (bits) => {
    const [left, right] = labOf(bits, 1, false);
    const halves = [
      [...left, 1],
      [...right, 0.5],
    ] as unknown as OddTiff['halves'];
    const pixels = await read({ photometric: 8, bits, format: 1, extra: [2], halves });
    expectNear(pixels[0] as Pixel, [200, 60, 60, 255], 12, 'left');
    expectNear(pixels[1] as Pixel, [60, 160, 60, 128], 12, 'right');
  });

  it('whose colours are multiplied by its alpha has them as they were, in every layout', async () => {
    for (const layout of LAYOUTS) {
      for (const [bits, format] of [
        [8, 1],
        [16, 1],
        [32, 3],
      ] as const) {
        const halves = withExtra(RGB, [1]);
        const multiplied = halves.map((half) => half.map((value, i) => (i < 3 ? value * (half[3] ?? 1) : value)));
        const tiff = { ...layout, photometric: RGB, bits, format, extra: [1] };
        await check({ ...tiff, halves: multiplied as unknown as OddTiff['halves'] }, [1]);
      }
    }
  });

  it('of Y′CbCr in planes has colours at less than full resolution, packed or not, as differences too', async () => {
    for (const compression of [1, 5, 8]) {
      for (const predictor of [1, 2]) {
        const steps = [ODD_WIDTH / 2, 4] as const;
        const layout = { ...{ compression, predictor, planar: true, steps }, more: [[530, steps]] } as const;
        await check(
          { photometric: YCBCR, bits: 8, format: 1, halves: withExtra(YCBCR, undefined), ...layout },
          undefined,
        );
      }
    }
  });

  it('with the least significant bit first is read right in every depth', async () => {
    for (const bits of [1, 2, 4, 6, 8, 12]) {
      const more = [[266, [2]]] as const;
      await check(
        { photometric: WHITE_IS_ZERO, bits, format: 1, halves: withExtra(0, undefined), more, reversed: true },
        undefined,
      );
    }
  });

  it('with LogL is read as light', async () => {
    const code = (light: number): number => (256 * (Math.log2(light) + 64)) / 65_535;
    const halves = [[code(0.25)], [code(0.75)]] as const;
    const pixels = await read({
      photometric: 32_844,
      bits: 16,
      format: 2,
      unsigned: true,
      halves,
      compression: 34_676,
    });
    expectNear(pixels[0] as Pixel, [...gray(encode(0.25)), 255], 1, 'left');
    expectNear(pixels[1] as Pixel, [...gray(encode(0.75)), 255], 1, 'right');
  });

  it.each([
    ['Zstandard', 50_000],
    ['deflate under the number of Pixel Translations', 50_013],
  ])('packed by %s is read right', async (_name, compression) => {
    await check({ photometric: RGB, bits: 12, format: 1, halves: withExtra(RGB, [2]), extra: [2], compression }, [2]);
  });

  it.each([8, 12])('of %i bits that is not packed has its pixels, whatever it says of their bytes', async (bits) => {
    for (const layout of LAYOUTS.filter(({ compression }) => compression === 1)) {
      for (const byteCounts of ['beyond its end', 'none', 'untold'] as const) {
        await check(
          { ...layout, photometric: RGB, bits, format: 1, halves: withExtra(RGB, [2]), extra: [2], byteCounts },
          [2],
        );
      }
    }
  });

  it.each([
    ['gray', BLACK_IS_ZERO, []],
    ['RGB', RGB, []],
    ['CMYK by its inks', CMYK, [[332, [1]]]],
  ] as const)('that does not say so is taken for %s', async (_name, photometric, more) => {
    await check(
      { photometric, bits: 8, format: 1, halves: withExtra(photometric, undefined), untold: true, more },
      undefined,
    );
  });

  it.each([
    ['of complex samples', { format: 6, bits: 64, compression: 1 }],
    ['in JBIG', { format: 1, bits: 8, compression: 34_661 }],
  ])('%s is refused by name', async (_name, tiff) => {
    expect(await read({ photometric: RGB, halves: COLORS[RGB]!, ...tiff })).toBe('SOURCE_FORMAT_UNSUPPORTED');
  });
});
