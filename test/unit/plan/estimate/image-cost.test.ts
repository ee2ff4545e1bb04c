import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { magickBytes } from '../../../../src/engines/formats/foreign/magick.ts';
import type { ImageFacts } from '../../../../src/model/asset.ts';
import type { JobRendition } from '../../../../src/model/jobs/job.ts';
import type { Recipe } from '../../../../src/model/recipe/recipe.ts';
import { LEAST_BYTES, MIB } from '../../../../src/plan/estimate/cost-table.ts';
import { estimateJob, type Proposal } from '../../../../src/plan/estimate/image-cost.ts';
import { pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';
import { BENCHMARK_RENDITIONS } from '../../../support/pictures/benchmark-renditions.ts';
import { admit } from '../../../../src/plan/estimate/admit.ts';
import { estimateWork } from '../../../../src/plan/estimate/job-time.ts';

const SMALL = { width: 800, height: 600 };
const TWENTY_FOUR = { width: 6000, height: 4000 };

const PCX = { fixedMebibytes: 40, pixelBytes: 20 };
const JP2 = { fixedMebibytes: 86, pixelBytes: 24 };

const KINDS = {
  jpeg: { mime: 'image/jpeg' },
  'jpeg-444': { mime: 'image/jpeg' },
  progressive: { mime: 'image/jpeg', progressive: true },
  'progressive-420': { mime: 'image/jpeg', progressive: true, chroma: '4:2:0' },
  sideways: { mime: 'image/jpeg', orientation: 6 },
  png: {},
  'png-alpha': { alpha: true },
  interlaced: { progressive: true },
  webp: { mime: 'image/webp' },
  avif: { mime: 'image/avif' },
  tiff: { mime: 'image/tiff' },
  'tiff-16': { mime: 'image/tiff', depth: 16 },
  'tiff-alpha': { mime: 'image/tiff', alpha: true },
  'png-16-alpha': { alpha: true, depth: 16 },
  lab: { mime: 'image/tiff', colorSpace: 'lab', depth: 32 },
  cmyk: { mime: 'image/tiff', colorSpace: 'cmyk' },
  'cmyk-jpeg': { mime: 'image/jpeg', colorSpace: 'cmyk' },
  heic: { mime: 'image/heic', rewriteBytes: 29 * MIB + 7 * 24e6 },
  jxl: { mime: 'image/jxl', rewriteBytes: 44 * MIB },
  'jxl-16': { mime: 'image/jxl', depth: 16, rewriteBytes: 20 * MIB },
  raw: { mime: 'image/x-adobe-dng', depth: 16 },
  jls: { mime: 'image/jls' },
  qoi: { mime: 'image/qoi' },
  pcx: { mime: 'image/x-pcx', rewriteBytes: magickBytes(SMALL, PCX) },
  'pcx-large': { mime: 'image/x-pcx', rewriteBytes: magickBytes(TWENTY_FOUR, PCX) },
  jp2: { mime: 'image/jp2', rewriteBytes: magickBytes(SMALL, JP2) },
  'jp2-alpha': { mime: 'image/jp2', alpha: true, rewriteBytes: magickBytes(TWENTY_FOUR, JP2) },
  'cmyk-sideways': { mime: 'image/jpeg', colorSpace: 'cmyk', orientation: 6 },
} as const satisfies Readonly<Record<string, Partial<ImageFacts>>>;

type Kind = keyof typeof KINDS;

const PYRAMID: Recipe = { kind: 'pyramid', tile: 256, compression: 'jpeg', quality: 95 };

const rendition = (recipe: Recipe): JobRendition => ({ name: 'one', role: 'preset', extension: 'bin', recipe });

const ORDERS: Readonly<Record<string, readonly JobRendition[]>> = {
  thumb: [rendition(pictureRecipe('wid=200&hei=200&fmt=jpeg&qlt=80,0'))],
  pyramid: [rendition(PYRAMID)],
  png: [rendition(pictureRecipe('scl=1&fmt=png'))],
  jpeg: [rendition(pictureRecipe('scl=1&fmt=jpeg&qlt=80,0'))],
  webp: [rendition(pictureRecipe('scl=1&fmt=webp&qlt=80'))],
  lossless: [rendition(pictureRecipe('scl=1&fmt=webp,,lossless'))],
  avif: [rendition(pictureRecipe('scl=1&fmt=avif&qlt=60'))],
  gif: [rendition(pictureRecipe('scl=1&fmt=gif'))],
  search: [rendition(pictureRecipe('scl=1&fmt=jpeg&qlt=90,0&jpegSize=200'))],
  pdf: [rendition(pictureRecipe('scl=1&fmt=pdf,,zip'))],
  eps: [rendition(pictureRecipe('scl=1&fmt=eps'))],
  inks: [rendition(pictureRecipe('scl=1&fmt=tif,cmyk,none'))],
  twelve: BENCHMARK_RENDITIONS,
};

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly bytes?: number;
}

function propose(kind: Kind, { width, height, bytes = 1e6 }: Shape, renditions: readonly JobRendition[]): Proposal {
  const stat = { bytes, mtimeNs: '0', inode: '0' };
  const master = { from: 'library', path: 'a', stat, sha256: '' } as const;
  return { asset: kind, master, facts: { ...FACTS, ...KINDS[kind], width, height }, renditions };
}

const SIX = { width: 3000, height: 2000 };
const THIRTY = { width: 6000, height: 5000, bytes: 8.8e6 };
const HUNDRED = { width: 10_000, height: 10_000 };

describe('the estimate of a job', () => {
  // As the bench `calibrate` measured them, streamed: MiB beyond an idle worker.
  it.each<[Kind, Shape, string, number]>([
    ['jpeg', SIX, 'twelve', 34.8],
    ['cmyk-jpeg', TWENTY_FOUR, 'inks', 370],
    ['cmyk-sideways', TWENTY_FOUR, 'inks', 363],
    ['jpeg', HUNDRED, 'thumb', 117.9],
    ['jpeg', { width: 24_000, height: 17_900, bytes: 49.5e6 }, 'pyramid', 115],
    ['jpeg', { width: 24_000, height: 17_900, bytes: 49.5e6 }, 'twelve', 155],
    ['cmyk', { ...SIX, bytes: 24e6 }, 'twelve', 72.9],
    ['jpeg-444', { ...TWENTY_FOUR, bytes: 14.4e6 }, 'thumb', 51.7],
    ['progressive', { ...TWENTY_FOUR, bytes: 13.7e6 }, 'pyramid', 182],
    ['progressive-420', { ...HUNDRED, bytes: 16.4e6 }, 'pyramid', 351.2],
    ['sideways', TWENTY_FOUR, 'png', 163.5],
    ['sideways', HUNDRED, 'pyramid', 309],
    ['png', HUNDRED, 'pyramid', 49.1],
    ['png-alpha', TWENTY_FOUR, 'png', 187.5],
    ['png-alpha', TWENTY_FOUR, 'thumb', 86.2],
    ['png-alpha', TWENTY_FOUR, 'pyramid', 69.4],
    ['png-16-alpha', TWENTY_FOUR, 'thumb', 113.2],
    ['tiff-alpha', TWENTY_FOUR, 'thumb', 90.4],
    ['interlaced', HUNDRED, 'thumb', 378.2],
    ['webp', TWENTY_FOUR, 'thumb', 204],
    ['avif', HUNDRED, 'pyramid', 1754],
    ['tiff-16', HUNDRED, 'pyramid', 106.1],
    ['lab', HUNDRED, 'thumb', 378.9],
    ['cmyk', { ...TWENTY_FOUR, bytes: 98e6 }, 'png', 108.7],
    ['tiff', SIX, 'jpeg', 54.5],
    ['tiff', TWENTY_FOUR, 'jpeg', 207.8],
    ['tiff', SIX, 'webp', 54.6],
    ['tiff', SIX, 'lossless', 250.7],
    ['tiff', SIX, 'avif', 213.9],
    ['tiff', { width: 4000, height: 3000 }, 'avif', 403.6],
    ['tiff', SIX, 'gif', 90.8],
    ['tiff', SIX, 'search', 56.2],
    ['tiff', SIX, 'pdf', 72.4],
    ['tiff', SIX, 'eps', 51.7],
  ])('of a %s master (%o) for %s lies between what was measured and twice that', (kind, shape, order, measured) => {
    const { minimumBytes } = estimateJob(propose(kind, shape, ORDERS[order] ?? []));
    const ratio = minimumBytes / MIB / measured;
    expect(ratio).toBeGreaterThanOrEqual(1);
    expect(ratio).toBeLessThanOrEqual(2);
  });

  // Libraries have a memory of their own, which a decoder of one kind of picture fills more than that of another.
  it.each<[Kind, Shape, number]>([
    ['heic', { ...TWENTY_FOUR, bytes: 2.5e6 }, 207],
    ['jxl', SMALL, 78.4],
    ['jxl', TWENTY_FOUR, 894],
    ['jxl-16', SMALL, 40],
    ['raw', SMALL, 49],
    ['raw', { ...TWENTY_FOUR, bytes: 48e6 }, 650],
    ['jls', { ...TWENTY_FOUR, bytes: 42.4e6 }, 155],
    ['qoi', { ...TWENTY_FOUR, bytes: 96e6 }, 202],
    ['pcx', { ...SMALL, bytes: 1.4e6 }, 47],
    ['pcx-large', { ...TWENTY_FOUR, bytes: 72.4e6 }, 463],
    ['jp2', SMALL, 84],
    ['jp2-alpha', TWENTY_FOUR, 640],
  ])(
    'of a %s master (%o) that is written anew lies between what was measured and 2.5 times that',
    (kind, shape, measured) => {
      const { preferredBytes } = estimateJob(propose(kind, shape, ORDERS['thumb'] ?? []));
      expect(preferredBytes / MIB / measured).toBeGreaterThanOrEqual(1);
      expect(preferredBytes / MIB / measured).toBeLessThanOrEqual(2.5);
    },
  );

  // Streamed from a JPEG of 30 megapixels, MiB beyond an idle worker.
  it.each([
    ['op_invert=1&fmt=png', 210],
    ['op_hue=20', 323],
    ['op_saturation=20&op_brightness=5&op_contrast=5', 441],
    ['op_noise=5&op_saturation=20&op_brightness=5&op_contrast=5', 434],
    ['op_grow=2', 401],
    ['op_grow=2&op_blur=4&op_hue=20', 520],
    ['opac=50&op_grow=3&fmt=png-alpha', 297],
    ['clipPath=M,0,0,L,5000,0,L,2500,4000,Z', 536],
    ['extend=50,50,50,50', 482],
    ['op_sharpen=1', 349],
    ['flip=lr', 324],
    ['rotate=90', 351],
    ['quantize=web&fmt=png8', 278],
    ['rect=0,0,100,100&op_colorize=FF0000', 162],
    ['req=mask', 286],
    ['fmt=png&metadata=all', 364],
  ])('of the steps of %s lies between what was measured and twice that', (text, measured) => {
    const { minimumBytes } = estimateJob(propose('jpeg', THIRTY, [rendition(pictureRecipe(`scl=1&${text}`))]));
    expect(minimumBytes / MIB / measured).toBeGreaterThanOrEqual(1);
    expect(minimumBytes / MIB / measured).toBeLessThanOrEqual(2);
  });

  it.each([
    ['src=is{?op_blur=12&rotate=20}&scale=0.7&blendMode=screen', 144],
    ['src=is{?op_invert=1}&rotate=20', 106],
  ])('of a layer of %s counts what lies below while that is drawn', (layer, measured) => {
    const order = rendition(pictureRecipe(`wid=1600&layer=1&${layer}`));
    const { minimumBytes } = estimateJob(propose('jpeg', { width: 3000, height: 2000 }, [order]));
    expect(minimumBytes / MIB / measured).toBeGreaterThanOrEqual(1);
    expect(minimumBytes / MIB / measured).toBeLessThanOrEqual(2);
  });

  it('of many renditions of deep pixels counts that more bytes of them are left behind: measured 101.5 and 133.6 MiB', () => {
    const { minimumBytes, preferredBytes } = estimateJob(propose('png-16-alpha', SIX, BENCHMARK_RENDITIONS));
    for (const ratio of [minimumBytes / MIB / 101.5, preferredBytes / MIB / 133.6]) {
      expect(ratio).toBeGreaterThanOrEqual(1);
      expect(ratio).toBeLessThanOrEqual(2);
    }
  });

  it('of a JPEG of inks that is held counts that it is read as a file: measured 99.4 MiB', () => {
    const { preferredBytes } = estimateJob(propose('cmyk-jpeg', SIX, BENCHMARK_RENDITIONS));
    expect(preferredBytes / MIB / 99.4).toBeGreaterThanOrEqual(1);
    expect(preferredBytes / MIB / 99.4).toBeLessThanOrEqual(2);
  });

  // What a layer is drawn of is not encoded, and read without a decoder where the master is held.
  it.each<[Kind, Shape, number, number]>([
    ['tiff-alpha', SIX, 150.2, 137.9],
    ['tiff-16', SIX, 162.8, 163.1],
    ['tiff-alpha', TWENTY_FOUR, 471.5, 472.1],
  ])('of layers on a %s master (%o) lies between what was measured and twice that', (kind, shape, streamed, held) => {
    const layers =
      'wid=1600&layer=1&src=is{?op_blur=12&rotate=20}&scale=0.7&blendMode=screen&layer=2&color=FF000080&size=900,700&pos=40,-30';
    const { minimumBytes, preferredBytes } = estimateJob(propose(kind, shape, [rendition(pictureRecipe(layers))]));
    for (const ratio of [minimumBytes / MIB / streamed, preferredBytes / MIB / held]) {
      expect(ratio).toBeGreaterThanOrEqual(1);
      expect(ratio).toBeLessThanOrEqual(2);
    }
  });

  it('of tiles counts the picture that all of them are cut from: measured 154 MiB streamed, 233 held', () => {
    const tiles = Array.from({ length: 36 }, (_, i) =>
      rendition(pictureRecipe(`scl=1&fmt=png&rect=${(i % 6) * 1000},${Math.floor(i / 6) * 833},1000,833`)),
    );
    const { minimumBytes, preferredBytes } = estimateJob(propose('jpeg', THIRTY, tiles));
    expect(minimumBytes / MIB / 154).toBeGreaterThanOrEqual(1);
    expect(minimumBytes / MIB / 154).toBeLessThanOrEqual(2);
    expect(preferredBytes / MIB / 233).toBeGreaterThanOrEqual(1);
    expect(preferredBytes / MIB / 233).toBeLessThanOrEqual(2);
  });

  const kinds = fc.constantFrom(...(Object.keys(KINDS) as Kind[]));
  const sides = fc.integer({ min: 1, max: 12_000 });
  const some = fc.subarray(Object.values(ORDERS).flat(), { minLength: 1 });

  it('never asks for less to stream than to hold, and never for nothing', () => {
    fc.assert(
      fc.property(kinds, sides, sides, some, (kind, width, height, renditions) => {
        const { minimumBytes, preferredBytes } = estimateJob(propose(kind, { width, height }, renditions));
        expect(minimumBytes).toBeLessThanOrEqual(preferredBytes);
        expect(minimumBytes).toBeGreaterThanOrEqual(LEAST_BYTES);
        expect(Number.isSafeInteger(minimumBytes) && Number.isSafeInteger(preferredBytes)).toBe(true);
      }),
    );
  });

  it('counts what recipes name beside the master, as far as it is there', () => {
    const masked = propose('png', SIX, [rendition(pictureRecipe('wid=100&mask=m.png&fmt=png'))]);
    const { facts, master } = propose('png-alpha', TWENTY_FOUR, []);
    const found = { object: 'm.png', file: 'm.png', stat: master.stat, sha256: '' };
    if (facts.kind !== 'image') throw new Error('expected a picture');
    const alone = estimateJob({ ...masked, references: [{ object: 'm.png', got: 'nothing' }] }).minimumBytes;
    const beside = estimateJob({ ...masked, references: [{ ...found, facts }] }).minimumBytes;
    // All of it, as it is and as the gray of it.
    expect(beside - alone).toBeGreaterThan(24e6 * 4);
    expect(beside - alone).toBeLessThan(24e6 * 14);
  });

  it('takes a recipe that leaves nothing of the master for no work', () => {
    const nothing = [rendition(pictureRecipe('crop=5000,5000,10,10&wid=10&fmt=png'))];
    expect(estimateJob(propose('png', SIX, nothing)).minimumBytes).toBe(LEAST_BYTES);
  });

  it('lets masters of a hundred megapixels stream within what a cap of 512 MiB leaves for jobs', () => {
    for (const kind of ['jpeg', 'png', 'tiff', 'tiff-16'] as const) {
      const { minimumBytes } = estimateJob(propose(kind, HUNDRED, [...BENCHMARK_RENDITIONS, rendition(PYRAMID)]));
      // A halving in 16 bits is twice as large: what is read in 8 leaves room for another job.
      expect(minimumBytes).toBeLessThan((kind === 'tiff-16' ? 275 : 220) * MIB);
    }
  });
});

describe('a job that is admitted', () => {
  const proposal = propose('png', TWENTY_FOUR, [
    rendition(pictureRecipe('wid=4000&fmt=jpeg')),
    rendition(pictureRecipe('wid=3000&fmt=jpeg')),
  ]);
  const { minimumBytes, preferredBytes } = estimateJob(proposal);
  const held = { held: true, memoryBytes: preferredBytes };
  const streamed = { held: false, memoryBytes: minimumBytes };

  it('holds its master where that leaves the others their share', () => {
    expect(preferredBytes).toBeGreaterThan(minimumBytes);
    expect(admit(proposal, { sharedBytes: preferredBytes, wholeBytes: preferredBytes * 2 })).toMatchObject(held);
  });

  it('streams it where holding would keep others waiting', () => {
    const room = { sharedBytes: preferredBytes - 1, wholeBytes: preferredBytes * 2 };
    expect(admit(proposal, room)).toMatchObject(streamed);
  });

  it('holds it where others wait anyway and all together is enough, else streams it', () => {
    const room = { sharedBytes: minimumBytes - 1, wholeBytes: preferredBytes };
    expect(admit(proposal, room)).toMatchObject(held);
    expect(admit(proposal, { ...room, wholeBytes: preferredBytes - 1 })).toMatchObject(streamed);
  });
});

describe('the work of a job', () => {
  it('grows with the pixels of its master and with its renditions', () => {
    const weigh = (shape: Shape, renditions: readonly JobRendition[]): number =>
      estimateWork(propose('png', shape, renditions)).seconds;
    expect(weigh(TWENTY_FOUR, BENCHMARK_RENDITIONS)).toBeGreaterThan(weigh(SIX, BENCHMARK_RENDITIONS));
    expect(weigh(SIX, BENCHMARK_RENDITIONS)).toBeGreaterThan(weigh(SIX, BENCHMARK_RENDITIONS.slice(1)));
  });
});

describe('the estimate of texts', () => {
  it('holds HarfBuzz and each font once, however many styles name it', () => {
    const plain = propose('jpeg', { width: 400, height: 300 }, [rendition(pictureRecipe('wid=200'))]);
    const font = { bold: false, italic: false, file: '/a.ttf', index: 0, sha256: 'a', bytes: 20 * MIB };
    const fonts = ['A', 'B'].map((name) => ({ ...font, name }));
    const more = estimateJob({ ...plain, fonts }).minimumBytes - estimateJob(plain).minimumBytes;
    expect(more).toBeGreaterThan(60 * MIB);
    expect(more).toBeLessThan(110 * MIB);
  });
});
