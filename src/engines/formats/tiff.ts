import { USUAL_RESOLUTION } from '../../model/recipe/print-resolution.ts';
import { withTiffResources } from '../image/tiff/tiff-resources.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';
import { tiffDecoder } from './tiff/read-tiff-master.ts';

function tiffCompression(compression = 'none'): 'none' | 'lzw' | 'deflate' | 'jpeg' {
  if (compression === 'zip') return 'deflate';
  return compression === 'lzw' || compression === 'jpeg' ? compression : 'none';
}

export const tiff = {
  decoder: tiffDecoder,
  encoder: writeWithLibvips({
    probedAs: 'tiff',
    libraries: ['tiff', 'mozjpeg', 'zlib-ng'],
    // The predictor halves what lzw and deflate leave of photographs.
    write: (pipeline, { quality, compression, printResolution = USUAL_RESOLUTION }) =>
      pipeline
        // Without a resolution libvips would write 25.4 pixels per inch.
        .withDensity(printResolution)
        .tiff({ quality, compression: tiffCompression(compression), predictor: 'horizontal' }),
    embed: withTiffResources,
  }),
};
