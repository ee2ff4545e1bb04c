import type { Effort } from '../../model/recipe/recipe.ts';
import { withApp13 } from '../image/paths/app13.ts';
import { findDamage } from './jpeg/find-damage.ts';
import { withDeepJpeg } from './jpeg/deep-jpeg.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

/**
 * The usual way is plain libjpeg with optimised Huffman tables. Five photographs of 0.4 megapixels at quality 80, CPU and bytes a
 * megapixel, and what each further millisecond saves:
 *
 * | effort | what | ms | kB | kB/ms |
 * |---|---|---|---|---|
 * | fast | usual tables | 7 | 126.8 | |
 * | balanced | tables of its own | 11 | 123.6 | 0.8 |
 * | small | mozjpeg's trellis and its quantisation | 49 | 103.1 | 0.5 |
 *
 * Progressive is for `fmt` to say (19 ms, 121.3 kB). Smooth pictures need tables of their own most: up to a quarter of the bytes.
 */
const EFFORTS = {
  fast: { optimiseCoding: false },
  balanced: {},
  small: { trellisQuantisation: true, overshootDeringing: true, quantisationTable: 3 },
} as const satisfies Readonly<Record<Effort, Readonly<Record<string, number | boolean>>>>;

export const jpeg = {
  decoder: {
    ...withDeepJpeg(
      readWithLibvips({
        // CMYK ones have four numbers.
        chroma: ({ chromaSubsampling: chroma }) =>
          chroma === undefined || chroma.startsWith('4:4:4') ? {} : { chroma },
      }),
    ),
    findDamage,
  },
  encoder: writeWithLibvips({
    probedAs: 'jpeg',
    libraries: ['mozjpeg'],
    write: (pipeline, { quality, fullChroma, effort = 'balanced' }, { progressive = false }) =>
      pipeline.jpeg({
        ...{ quality, progressive, chromaSubsampling: fullChroma === true ? '4:4:4' : '4:2:0' },
        ...EFFORTS[effort],
      }),
    embed: withApp13,
  }),
};
