import type { SetText } from '../../../model/text/set-text.ts';
import type { Picture } from '../../picture.ts';
import { type OpenFont, unusableFont } from '../open-fonts.ts';

/** Decodes a PNG as red, green, blue and alpha. Throws where it cannot, or where it is larger than letters are. */
export type ReadImage = (png: Uint8Array) => Promise<Picture>;

/** The pictures of letters by their bytes. */
export type Images = ReadonlyMap<Uint8Array, Picture>;

/** The pictures that the letters of a text are made of, decoded. Throws RenditionError (FONT_UNUSABLE). */
export async function imagesIn(set: SetText, open: readonly OpenFont[], read: ReadImage): Promise<Images> {
  const images = new Map<Uint8Array, Picture>();
  for (const { font: index, id } of set.glyphs) {
    for (const paint of open[index]?.painted?.(id)?.steps ?? []) {
      if (paint.step !== 'image' || images.has(paint.png)) continue;
      const picture = await read(paint.png).catch((error: unknown) => {
        const name = set.fonts[index] ?? { name: '', bold: false, italic: false };
        throw unusableFont(name, 'one with a picture of a letter that cannot be read', { cause: error });
      });
      images.set(paint.png, picture);
    }
  }
  return images;
}
