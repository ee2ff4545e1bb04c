import type { Color } from '../../../model/recipe/recipe.ts';
import { type AnyPicture, fullSample } from '../../picture.ts';
import { redraw } from '../source/pixels.ts';
import type { ReplyStep } from './step.ts';

/** Lays a picture of 16 bits on a colour: sharp takes 65,280 for the brightest of these. */
function flattenDeep(picture: AnyPicture, { r, g, b }: Color): AnyPicture {
  const { data, width, height } = picture;
  const full = fullSample(picture);
  const ground = [r, g, b].map((value) => (value * full) / 255);
  const out = new Uint16Array(width * height * 3);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    const alpha = data[from + 3] ?? 0;
    for (let c = 0; c < 3; c++) {
      out[to + c] = ((data[from + c] ?? 0) * alpha + (ground[c] ?? 0) * (full - alpha)) / full + 0.5;
    }
  }
  return { data: out, width, height, channels: 3 };
}

/** Lays the picture on the background where its format has no alpha. */
export const flatten: ReplyStep<'flatten', AnyPicture> = (picture, color) => {
  if (picture.channels === 3) return picture;
  if (fullSample(picture) !== 255) return flattenDeep(picture, color);
  const { r, g, b } = color;
  return redraw(picture, (pipeline) => pipeline.flatten({ background: { r, g, b } }));
};
