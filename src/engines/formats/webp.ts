import type { Effort } from '../../model/recipe/recipe.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { timed } from '../picture.ts';
import { writeFrames } from './libvips/write-frames.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

/**
 * Of libwebp's methods 0 to 6. The photographs of `jpeg.ts` at quality 80:
 *
 * | effort | method | ms | kB | kB/ms |
 * |---|---|---|---|---|
 * | | 0 | 27 | 100.4 | |
 * | fast | 2 | 42 | 82.8 | 1.2 |
 * | | 3 | 88 | 79.1 | 0.08 |
 * | balanced | 4 | 87 | 79.3 | 0.08 |
 * | | 5 | 97 | 77.9 | 0.14 |
 * | small | 6 | 173 | 76.0 | 0.03 |
 *
 * Where a look is searched for, halved colours are weighed by it (sharp YUV): 3 % fewer bytes at equal score. libwebp's presets and
 * its automatic deblocking save nothing at equal score: see docs/benchmarks.md.
 */
const EFFORTS: Readonly<Record<Effort, number>> = { fast: 2, balanced: 4, small: 6 };

/**
 * The quality of transparency, which libwebp stores in fewer levels then, without loss otherwise, and with both ends exact. Nine
 * cut-outs of 600 pixels at quality 80 and method 6: at 80 (97 levels) 10 % fewer bytes in the median, off by at most 2 of 255,
 * for a thirtieth of the CPU of 100, where method 6 tries everything that lossless coding has; at 70 (17 levels) off by 10. Of
 * files near to their picture it is as good as their colours.
 */
const alphaQuality = (quality: number): number => (quality > 90 ? quality : 80);

export const webp = {
  decoder: { ...readWithLibvips(), frames: writeFrames },
  encoder: writeWithLibvips({
    probedAs: 'webp',
    libraries: ['webp'],
    write: (pipeline, { quality, target, compression, effort = 'balanced' }, _format, timing) =>
      pipeline.webp({
        ...{ quality, lossless: compression === 'lossless', effort: EFFORTS[effort] },
        alphaQuality: alphaQuality(quality),
        smartSubsample: target !== undefined,
        ...timed(timing),
      }),
  }),
};
