import type { SetText } from '../../model/text/set-text.ts';
import type { TextSource, Typesetting } from '../../model/text/typesetting.ts';
import type { TextBox } from './arrange.ts';

/** Points of letters where nothing is said, and the pixels of their width and their line, about, for each of their size. */
const USUAL_SIZE = 12;
const LETTER = 0.6;
const LINE = 1.2;
/** No estimate is larger: what is, is refused when it is set. */
const MOST_SIDE = 30_000;

/** The approximate size of a text without its fonts, for memory estimates. A side that its box fixes is exact. */
export function roughText({ text }: TextSource, { resolution = 72 }: Typesetting, box: TextBox): SetText {
  const sizes = [...text.matchAll(/\\(?:fs|copyfit)(\d{1,5})/g)].map(([, halves]) => Number(halves) / 2);
  const size = (Math.max(USUAL_SIZE, ...sizes) * resolution) / 72;
  const lines = text.split(/\\par\b|\\line\b|\n/);
  const widest = Math.max(...lines.map((line) => line.replaceAll(/\\[a-z]+-?\d* ?|[{}]/g, '').length));
  const width = box.width ?? Math.max(1, Math.ceil(widest * size * LETTER));
  const wrapped = box.width === undefined ? lines.length : lines.length + (widest * size * LETTER) / box.width;
  const height = box.height ?? Math.max(1, Math.ceil(wrapped * size * LINE));
  const least = (side: number): number => Math.min(MOST_SIDE, side);
  return {
    width: least(width),
    height: least(height),
    fonts: [],
    colors: [],
    glyphs: [],
    underlines: [],
    smooth: true,
  };
}
