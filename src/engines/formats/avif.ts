import { heifDecoder } from './heif/heif-decoder.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

export const avif = {
  decoder: heifDecoder,
  encoder: writeWithLibvips({
    // libvips names AVIF by its container.
    probedAs: 'heif',
    libraries: ['heif', 'aom'],
    // Effort 3 is five times as fast as sharp's 4 (1280×960: 0.3 against 1.6 s) for files 10 % larger.
    write: (pipeline, { quality, compression }) =>
      pipeline.avif({ quality, effort: 3, lossless: compression === 'lossless' }),
  }),
};
