import type { Rect } from '../../../model/geometry.ts';
import type { Color } from '../../../model/recipe/recipe.ts';
import type { Picture } from '../../picture.ts';

/**
 * Lays a colour under the part `rect` of a picture, in place: the usual "over" of colours that are not premultiplied
 * (Porter and Duff, 1984). Exact where the colour or the picture is opaque or clear, rounded to the nearest else.
 */
function layUnder({ data, width }: Picture, { r, g, b, alpha }: Color, rect: Rect): void {
  const colors = [r, g, b];
  for (let y = rect.y; y < rect.y + rect.height; y++) {
    const end = 4 * (y * width + rect.x + rect.width);
    for (let i = 4 * (y * width + rect.x); i < end; i += 4) {
      const opacity = data[i + 3] ?? 0;
      if (opacity === 255) continue;
      const under = (alpha * (255 - opacity)) / 255;
      const sum = opacity + under;
      for (let c = 0; c < 3; c++) {
        data[i + c] = sum === 0 ? 0 : (opacity * (data[i + c] ?? 0) + under * (colors[c] ?? 0)) / sum + 0.5;
      }
      data[i + 3] = sum + 0.5;
    }
  }
}

/**
 * A copy of a picture on a colour, within `rect`; the very same picture where it has no alpha or there is no colour.
 */
export function onColor(picture: Picture, color: Color | undefined, rect: Rect): Picture {
  if (!color || picture.channels === 3) return picture;
  const copy = { ...picture, data: Uint8Array.from(picture.data) };
  layUnder(copy, color, rect);
  return copy;
}
