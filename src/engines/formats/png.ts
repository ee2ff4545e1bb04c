import type { ImageFacts } from '../../model/asset.ts';
import { UNNAMED } from '../image/color/profile-name.ts';
import type { Decoder } from './decoder.ts';
import type { Effort } from '../../model/recipe/recipe.ts';
import { paletteOf } from './libvips/palette.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { withCodedColors } from './libvips/rewrite-colors.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';
import { embedsProfile, readPngCoding, readPngFrames } from './libvips/png-coding.ts';
import { writeApngFrames } from './png/read-apng.ts';
import { sayUsualResolution } from './png/say-resolution.ts';
import { withFrames } from './png/write-apng.ts';

/** PNGs with a chunk that tells of frames; of them all the first is the picture. */
const ANIMATED = 'image/apng';

/**
 * Levels of zlib, and filters by row. The photographs of `jpeg.ts`:
 *
 * | effort | level | ms | kB | kB/ms |
 * |---|---|---|---|---|
 * | fast | 1, no filters | 23 | 2128 | |
 * | balanced | 3 | 59 | 1189 | 26 |
 * | | 6, no filters (sharp's own) | 57 | 1775 | |
 * | | 6 | 116 | 1156 | 0.6 |
 * | small | 7 | 175 | 1115 | 0.7 |
 * | | 9 | 499 | 1108 | 0.02 |
 */
const EFFORTS = {
  fast: { compressionLevel: 1 },
  balanced: { compressionLevel: 3, adaptiveFiltering: true },
  small: { compressionLevel: 7, adaptiveFiltering: true },
} as const satisfies Readonly<Record<Effort, Readonly<Record<string, number | boolean>>>>;

const decoder = withCodedColors(readWithLibvips(), readPngCoding);

/** The facts of a PNG of RGB that says nothing of its colours but by a profile that libpng refuses: it has one. */
async function withRefusedProfile(facts: ImageFacts, file: string): Promise<ImageFacts> {
  const says = facts.icc !== null || facts.told !== undefined || facts.colorSpace !== 'srgb';
  return says || !(await embedsProfile(file)) ? facts : { ...facts, icc: UNNAMED };
}

export const png = {
  decoder: {
    ...decoder,
    probe: async (file, mime, limits) => {
      const facts = await withRefusedProfile(await decoder.probe(file, mime, limits), file);
      return mime === ANIMATED ? { ...facts, pages: await readPngFrames(file) } : facts;
    },
    frames: writeApngFrames,
  } satisfies Decoder,
  encoder: withFrames(
    writeWithLibvips({
      probedAs: 'png',
      libraries: ['png', 'zlib-ng', 'imagequant'],
      write: (pipeline, output, format) =>
        pipeline.png(
          format.palette === true
            ? { palette: true, ...paletteOf(output, format) }
            : EFFORTS[output.effort ?? 'balanced'],
        ),
      sayResolution: sayUsualResolution,
    }),
  ),
};
