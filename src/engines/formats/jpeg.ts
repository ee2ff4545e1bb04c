import { withApp13 } from '../image/paths/app13.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

export const jpeg = {
  decoder: readWithLibvips({
    // CMYK ones have four numbers.
    chroma: ({ chromaSubsampling: chroma }) => (chroma === undefined || chroma.startsWith('4:4:4') ? {} : { chroma }),
  }),
  encoder: writeWithLibvips({
    probedAs: 'jpeg',
    libraries: ['mozjpeg'],
    // Plain libjpeg with optimised Huffman tables: mozjpeg's trellis takes five times as long for a quarter fewer bytes.
    write: (pipeline, { quality, fullChroma }, { progressive = false }) =>
      pipeline.jpeg({ quality, progressive, chromaSubsampling: fullChroma === true ? '4:4:4' : '4:2:0' }),
    embed: withApp13,
  }),
};
