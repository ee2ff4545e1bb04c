import type { Palette } from '../../../model/recipe/palette.ts';
import type { Picture } from '../../picture.ts';
import { adaptiveColors } from '../palette/adaptive.ts';
import { redrawRows } from '../kernels/redraw-rows.ts';
import { mapColors } from '../palette/map-colors.ts';
import { hexColor, MAC_COLORS, WEB_COLORS, type Colors } from '../palette/palettes.ts';
import type { ReplyStep } from './step.ts';

/** Alpha below this is clear in a palette, as for its encoders. */
const CLEAR_BELOW = 128;

/**
 * The picture without what is clear, which has no colour to look for: it repeats the colour before it, or the first.
 */
function opaque(picture: Picture): Picture {
  const { data, width, channels } = picture;
  if (channels === 3) return picture;
  let first = 0;
  while (first < data.length && (data[first + 3] ?? 0) < CLEAR_BELOW) first += 4;
  const [r = 0, g = 0, b = 0] = first < data.length ? data.subarray(first, first + 3) : data;
  let color = r | (g << 8) | (b << 16);
  const colors = redrawRows(picture, 3, ({ kernels }) => (into, from) => {
    color = kernels.coverClear(into, from, width, color);
  });
  return { ...picture, data: colors, channels: 3 };
}

async function colorsFor(picture: Picture, { type, colors, forced }: Palette, most: number): Promise<Colors> {
  if (type === 'web') return WEB_COLORS;
  if (type === 'mac') return MAC_COLORS;
  const fixed = forced.map(hexColor);
  const free = Math.min(colors, most) - fixed.length;
  return [...fixed, ...(free > 0 ? await adaptiveColors(opaque(picture), free) : [])];
}

/**
 * `quantize`: few colours, as reference F.4 has them. The adaptive palette is libimagequant's, brought down to the very
 * number; where the format keeps transparency one of 256 places is for what is clear. Recipes that ask for what encoders
 * do unasked do not come here.
 */
export const quantize: ReplyStep<'quantize'> = async (picture, palette, { format }) => {
  const colors = await colorsFor(picture, palette, format.alpha ? 255 : 256);
  return mapColors(picture, colors, palette.diffuse);
};
