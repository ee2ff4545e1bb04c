import { checkTiffExtent } from '../image/tiff/check-extent.ts';
import { withTiffResources } from '../image/tiff/tiff-resources.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

function tiffCompression(compression = 'none'): 'none' | 'lzw' | 'deflate' | 'jpeg' {
  if (compression === 'zip') return 'deflate';
  return compression === 'lzw' || compression === 'jpeg' ? compression : 'none';
}

export const tiff = {
  decoder: readWithLibvips({ check: checkTiffExtent }),
  encoder: writeWithLibvips({
    probedAs: 'tiff',
    libraries: ['tiff', 'mozjpeg', 'zlib-ng'],
    // The predictor halves what lzw and deflate leave of photographs.
    write: (pipeline, { quality, compression }) =>
      pipeline.tiff({ quality, compression: tiffCompression(compression), predictor: 'horizontal' }),
    embed: withTiffResources,
  }),
};
