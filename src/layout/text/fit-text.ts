import type { RichText } from '../../model/text/rich-text.ts';
import type { Typesetting } from '../../model/text/typesetting.ts';
import type { Arranged, ToArrange } from './arrange.ts';
import type { Sizing } from './sizes.ts';

/** Lays out the lines of a text in some sizes. */
type Lay = (to: ToArrange, sizing: Sizing) => Arranged;

/** The largest resolution that is tried, in pixels per inch. */
const MOST_RESOLUTION = 10_000;
const USUAL_RESOLUTION = 72;
/** Halvings of the way between the least and the largest sizes. */
const FITTING_STEPS = 14;

const isFitted = ({ paragraphs }: RichText): boolean =>
  paragraphs.some(({ runs }) => runs.some(({ style }) => style.largestSize !== undefined));

const scaleAt = (resolution: number): number => resolution / USUAL_RESOLUTION;

/** A text that is fitted takes no more lines than it may, as long as it can. */
function isTooLong(arranged: Arranged, { text }: ToArrange, least: Arranged): boolean {
  const { lines } = text.fitting;
  const limited = lines > 0 && least.lines.length <= lines;
  return arranged.overflows || (limited && arranged.lines.length > lines);
}

/** The largest sizes that fit: all ranges of a text vary together (reference, copy-fitting). */
function fitSizes(to: ToArrange, scale: number, lay: Lay): Arranged {
  const at = (fitted: number): Arranged => lay(to, { rules: to.rules, scale, fitted });
  const least = at(0);
  const largest = at(1);
  if (!isTooLong(largest, to, least)) return largest;
  let [low, high, best] = [0, 1, least];
  for (let step = 0; step < FITTING_STEPS; step++) {
    const middle = (low + high) / 2;
    const tried = at(middle);
    if (isTooLong(tried, to, least)) high = middle;
    else [low, best] = [middle, tried];
  }
  return best;
}

/** The largest resolution from 1 to `most` at which a text fits its box; 1 where none does. */
function fitResolution(to: ToArrange, most: number, lay: Lay): Arranged {
  const at = (resolution: number): Arranged => lay(to, { rules: to.rules, scale: scaleAt(resolution), fitted: 0 });
  let [low, high] = [1, most + 1];
  let best = at(1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const tried = at(middle);
    if (tried.overflows) high = middle;
    else [low, best] = [middle, tried];
  }
  return best;
}

/** Lays out a text at the resolution that it has, or that fits it into its box, and in the sizes that do. */
export function fitText(
  to: ToArrange,
  { resolution = USUAL_RESOLUTION, fit = 'fixedRes' }: Typesetting,
  lay: Lay,
): Arranged {
  const { box, text } = to;
  const isBox = box.width !== undefined && box.height !== undefined;
  if (isBox && isFitted(text)) return fitSizes(to, scaleAt(resolution), lay);
  if (isBox && fit !== 'fixedRes') return fitResolution(to, fit === 'maxRes' ? resolution : MOST_RESOLUTION, lay);
  return lay(to, { rules: to.rules, scale: scaleAt(resolution), fitted: 0 });
}
