import type { Palette } from '../../../model/recipe.ts';
import type { Picture } from '../../picture.ts';
import { adaptiveColors } from '../palette/adaptive.ts';
import { mapColors } from '../palette/map-colors.ts';
import { hexColor, MAC_COLORS, WEB_COLORS, type Colors } from '../palette/palettes.ts';
import { openPicture, toPicture } from '../pixels.ts';
import type { Step } from './step.ts';

/** Alpha below this is clear in a palette, as for its encoders. */
const CLEAR_BELOW = 128;

/** The picture without what is clear, which has no colour to look for. */
async function opaque(picture: Picture): Promise<Picture> {
  if (picture.channels === 3) return picture;
  const data = new Uint8Array(picture.data);
  const isClear = (at: number): boolean => (data[at + 3] ?? 0) < CLEAR_BELOW;
  let first = 0;
  while (first < data.length && isClear(first)) first += 4;
  let last: Uint8Array = data.slice(first, first + 4);
  for (let i = 0; i < data.length; i += 4) {
    if (isClear(i)) data.set(last, i);
    else last = data.subarray(i, i + 4);
  }
  return toPicture(openPicture({ ...picture, data }).removeAlpha());
}

async function colorsFor(picture: Picture, { type, colors, forced }: Palette, most: number): Promise<Colors> {
  if (type === 'web') return WEB_COLORS;
  if (type === 'mac') return MAC_COLORS;
  const fixed = forced.map(hexColor);
  const free = Math.min(colors, most) - fixed.length;
  return [...fixed, ...(free > 0 ? await adaptiveColors(await opaque(picture), free) : [])];
}

/**
 * `quantize`: few colours, as reference F.4 has them. The adaptive palette is libimagequant's, brought down to the very
 * number; where the format keeps transparency one of 256 places is for what is clear. Recipes that ask for what encoders
 * do unasked do not come here.
 */
export const quantize: Step = async (picture, { recipe: { output }, format }) => {
  const { palette } = output;
  if (palette === undefined) return picture;
  const colors = await colorsFor(picture, palette, format.alpha ? 255 : 256);
  return mapColors(picture, colors, palette.diffuse);
};
