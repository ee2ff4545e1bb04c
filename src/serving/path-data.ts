import type { Path } from '../model/recipe/clipping-path.ts';
import { parseNumber } from './number.ts';

/** Points that each letter takes at a time; what stands behind the first one of `M` is lines. */
const POINTS: Readonly<Record<string, number>> = { M: 1, L: 1, C: 3, Z: 0 };
/** A pen that has not been put down yet. */
const NOWHERE = { x: 0, y: 0 };

const isLetter = (item: string): boolean => /^[a-z]$/i.test(item);

/** A letter and the texts behind it. */
interface Stroke {
  readonly letter: string;
  readonly texts: string[];
}

/** The text before the first letter is none of its strokes. */
function strokesOf(items: readonly string[]): readonly Stroke[] {
  const strokes: Stroke[] = [];
  for (const item of items) {
    if (isLetter(item)) strokes.push({ letter: item, texts: [] });
    else strokes.at(-1)?.texts.push(item);
  }
  return strokes;
}

/** The numbers behind a letter; undefined where one is none, or their count does not fit it. */
function numbersOf({ letter, texts }: Stroke): readonly number[] | undefined {
  const points = POINTS[letter.toUpperCase()];
  if (points === undefined) return undefined;
  const numbers = texts.map(parseNumber).filter((value) => value !== undefined);
  const fits = points === 0 ? texts.length === 0 : texts.length > 0 && texts.length % (2 * points) === 0;
  return fits && numbers.length === texts.length ? numbers : undefined;
}

const PIECES = /[a-z]|[+-]?(?:\d+\.?\d*|\.\d+)|[^\s]+/gi;

/** Letters and numbers by themselves, whether written `M,10,10,L,5,5`, `M 10 10 L 5 5` or `M10,10L5-5`, as SVG has them. */
const separated = (items: readonly string[]): readonly string[] =>
  items.flatMap((item) => item.match(PIECES) ?? [item]);

/** Draws what stands behind letters, in absolute coordinates. */
class Pen {
  readonly path: (string | number)[] = [];
  #at = NOWHERE;
  #start = NOWHERE;

  draw(letter: string, numbers: readonly number[]): void {
    const drawn = letter.toUpperCase();
    if (drawn === 'Z') {
      this.path.push('Z');
      this.#at = this.#start;
    }
    const relative = letter !== drawn;
    const size = 2 * (POINTS[drawn] ?? 1);
    for (let i = 0; i < numbers.length; i += size) {
      const base = relative ? this.#at : NOWHERE;
      const points = numbers.slice(i, i + size).map((value, k) => value + (k % 2 === 0 ? base.x : base.y));
      this.path.push(drawn === 'M' && i > 0 ? 'L' : drawn, ...points);
      this.#at = { x: points.at(-2) ?? 0, y: points.at(-1) ?? 0 };
      if (drawn === 'M' && i === 0) this.#start = this.#at;
    }
  }
}

/**
 * Reads a path of the language: SVG's moves, lines, curves and ends with commas for spaces. Answers it with absolute
 * coordinates and one letter for each move, line or curve; undefined where it is none.
 */
export function parsePath(given: readonly string[]): Path | undefined {
  const items = separated(given);
  const pen = new Pen();
  if (items[0]?.toUpperCase() !== 'M') return undefined;
  for (const stroke of strokesOf(items)) {
    const numbers = numbersOf(stroke);
    if (!numbers) return undefined;
    pen.draw(stroke.letter, numbers);
  }
  return pen.path;
}
