import { RenditionError } from '../../../model/errors.ts';
import type { AnyPicture, Picture } from '../../picture.ts';
import { toBytes } from '../source/pixels.ts';

/** The pixels of frames of one size on top of each other, with alpha where one has it: as libvips writes animations. */
export function stackFrames(frames: readonly AnyPicture[]): Picture {
  const pictures = frames.map((frame) => toBytes(frame));
  const [{ width, height } = { width: 0, height: 0 }] = pictures;
  if (pictures.some((picture) => picture.width !== width || picture.height !== height)) {
    throw new RenditionError('RENDITION_NOT_AS_PLANNED', 'expected frames of one size, got several', {
      hint: 'Say `animation: first` for this rendition, and report it with the master.',
    });
  }
  const channels = pictures.some((picture) => picture.channels === 4) ? 4 : 3;
  const data = new Uint8Array(width * height * channels * pictures.length).fill(255);
  for (const [at, picture] of pictures.entries()) {
    const start = at * width * height * channels;
    if (picture.channels === channels) data.set(picture.data, start);
    else
      for (let pixel = 0; pixel < width * height; pixel++)
        data.set(picture.data.subarray(pixel * 3, pixel * 3 + 3), start + pixel * 4);
  }
  return { data, width, height: height * pictures.length, channels };
}
