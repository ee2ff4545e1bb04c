import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

export const webp = {
  decoder: readWithLibvips(),
  encoder: writeWithLibvips({
    probedAs: 'webp',
    libraries: ['webp'],
    write: (pipeline, { quality, compression }) => pipeline.webp({ quality, lossless: compression === 'lossless' }),
  }),
};
