import { paletteOf } from './libvips/palette.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { timed } from '../picture.ts';
import { writeFrames } from './libvips/write-frames.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

export const gif = {
  decoder: { ...readWithLibvips(), frames: writeFrames },
  encoder: writeWithLibvips({
    probedAs: 'gif',
    libraries: ['cgif', 'imagequant'],
    write: (pipeline, output, format, timing) => pipeline.gif({ ...paletteOf(output, format), ...timed(timing) }),
  }),
};
