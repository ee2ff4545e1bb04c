import type { Effort } from '../../model/recipe/recipe.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { timed } from '../picture.ts';
import { writeFrames } from './libvips/write-frames.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

// Of libwebp's methods 0 to 6; 3 is hardly faster than 4, which is the usual one.
// Where a look is searched for, halved colours are weighed by it (sharp YUV): 3 % fewer bytes at equal score.
const EFFORTS: Readonly<Record<Effort, number>> = { fast: 2, balanced: 4, small: 6 };

export const webp = {
  decoder: { ...readWithLibvips(), frames: writeFrames },
  encoder: writeWithLibvips({
    probedAs: 'webp',
    libraries: ['webp'],
    write: (pipeline, { quality, target, compression, effort = 'balanced' }, _format, timing) =>
      pipeline.webp({
        ...{ quality, lossless: compression === 'lossless', effort: EFFORTS[effort] },
        smartSubsample: target !== undefined,
        ...timed(timing),
      }),
  }),
};
