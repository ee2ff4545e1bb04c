import type { Effort } from '../../model/recipe/recipe.ts';
import { withApp13 } from '../image/paths/app13.ts';
import { withDeepJpeg } from './jpeg/deep-jpeg.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

// What is usual is plain libjpeg with optimised Huffman tables. Without them files are a fifth larger in a quarter of the time;
// with mozjpeg's trellis and its tables a fifth smaller in 1.4 times the time. Progressive is for `fmt` to say.
const EFFORTS = {
  fast: { optimiseCoding: false },
  balanced: {},
  small: { trellisQuantisation: true, overshootDeringing: true, quantisationTable: 3 },
} as const satisfies Readonly<Record<Effort, Readonly<Record<string, number | boolean>>>>;

export const jpeg = {
  decoder: withDeepJpeg(
    readWithLibvips({
      // CMYK ones have four numbers.
      chroma: ({ chromaSubsampling: chroma }) => (chroma === undefined || chroma.startsWith('4:4:4') ? {} : { chroma }),
    }),
  ),
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
