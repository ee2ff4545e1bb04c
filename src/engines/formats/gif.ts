import type { Decoder } from './decoder.ts';
import { endsEarly } from './gif/ends-early.ts';
import { paletteOf } from './libvips/palette.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';
import { timed } from '../picture.ts';
import { writeFrames } from './libvips/write-frames.ts';
import { writeWithLibvips } from './libvips/write-with-libvips.ts';

const reading = readWithLibvips();

const probe: Decoder['probe'] = async (file, mime, limits) => {
  const facts = await reading.probe(file, mime, limits);
  return (await endsEarly(file)) ? { ...facts, cutOff: true } : facts;
};

export const gif = {
  decoder: { ...reading, probe, frames: writeFrames },
  encoder: writeWithLibvips({
    probedAs: 'gif',
    libraries: ['cgif', 'imagequant'],
    write: (pipeline, output, format, timing) => pipeline.gif({ ...paletteOf(output, format), ...timed(timing) }),
  }),
};
