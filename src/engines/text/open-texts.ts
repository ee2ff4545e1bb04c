import type { NamedFont } from '../../model/text/found-font.ts';
import type { SetText } from '../../model/text/set-text.ts';
import type { TextSetter } from '../../layout/original.ts';
import { setText } from '../../layout/text/set-text.ts';
import type { Picture } from '../picture.ts';
import { readRichText } from '../../serving/rtf/read-rich-text.ts';
import type { ReadImage } from './color/glyph-images.ts';
import { drawText, type TextReading } from './draw-text.ts';
import { openFonts } from './open-fonts.ts';
import { FontShaper } from './shaper.ts';

/** The means to set and to draw the texts of a job. */
export interface OpenTexts {
  readonly setText: TextSetter;
  /** Draws a part of a set text at a size. Throws RenditionError (FONT_UNUSABLE). */
  readonly draw: (text: SetText, reading: TextReading) => Promise<Picture>;
}

/**
 * Opens the fonts of a job for its texts. What is wrong with one is told by the text that needs it. `readImage` decodes the
 * pictures that some fonts have for letters.
 */
export async function openTexts(found: readonly NamedFont[], readImage: ReadImage): Promise<OpenTexts> {
  const fonts = await openFonts(found);
  const shaper = new FontShaper(fonts);
  const set: TextSetter = (source, typesetting, box) =>
    setText({ text: readRichText(source), rules: source.rules, typesetting, box }, shaper);
  return { setText: set, draw: (text, reading) => drawText(text, reading, { fonts, readImage }) };
}
