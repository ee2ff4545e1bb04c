import type { Effort } from '../../model/recipe/recipe.ts';
import { heifDecoder } from './heif/heif-decoder.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

/**
 * Of sharp's 0 to 9, whose own 4 is four times as slow as 3. The photographs of `jpeg.ts` at quality 61, which looks like JPEG 80:
 *
 * | effort | of sharp | ms | kB | kB/ms |
 * |---|---|---|---|---|
 * | | 0 | 75 | 76.2 | |
 * | fast | 1 | 197 | 71.1 | 0.04 |
 * | | 2 | 409 | 68.4 | 0.01 |
 * | balanced | 3 | 631 | 65.1 | 0.01 |
 * | small | 4 | 2749 | 63.9 | 0.001 |
 */
const EFFORTS: Readonly<Record<Effort, number>> = { fast: 1, balanced: 3, small: 4 };

export const avif = {
  decoder: heifDecoder,
  encoder: writeWithLibvips({
    // libvips names AVIF by its container.
    probedAs: 'heif',
    libraries: ['heif', 'aom'],
    write: (pipeline, { quality, compression, effort = 'balanced', bitDepth = 8 }) => {
      const lossless = compression === 'lossless';
      return pipeline.avif({ quality, effort: EFFORTS[effort], lossless, bitdepth: bitDepth as 8 | 10 | 12 });
    },
  }),
};
