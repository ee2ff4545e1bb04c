import type { Size } from '../../model/geometry.ts';
import type { Color } from '../../model/recipe/recipe.ts';
import { type FontName, fontKey } from '../../model/text/found-font.ts';
import type { Alignment } from '../../model/text/rich-text.ts';
import type { PlacedGlyph, SetText, Underline } from '../../model/text/set-text.ts';
import type { ArrangedLine } from './arrange.ts';
import type { Item } from './prepare.ts';
import type { Point } from '../outline.ts';
import { turned } from './polyline.ts';
import { sizeOf, type Sizing } from './sizes.ts';

/** A list without equals, and the place of each thing in it. */
class Distinct<T> {
  readonly list: T[] = [];
  readonly #at = new Map<string, number>();
  readonly #key: (value: T) => string;

  constructor(key: (value: T) => string) {
    this.#key = key;
  }

  placeOf(value: T): number {
    const key = this.#key(value);
    const known = this.#at.get(key);
    if (known !== undefined) return known;
    this.#at.set(key, this.list.length);
    return this.list.push(value) - 1;
  }
}

/** The items of a line in the order in which they are drawn: runs of a level are turned round, the highest first. */
function inDrawnOrder(items: readonly Item[]): readonly Item[] {
  const order = [...items];
  const levels = order.map(({ level }) => level);
  const lowestOdd = Math.min(...levels.filter((level) => level % 2 === 1));
  for (let level = Math.max(...levels); level >= lowestOdd && level > 0; level--) {
    for (let from = 0; from < order.length;) {
      let to = from;
      while (to < order.length && (order[to]?.level ?? 0) >= level) to++;
      order.splice(from, to - from, ...order.slice(from, to).toReversed());
      from = to + 1;
    }
  }
  return order;
}

function alignmentOf({ paragraph: { style }, span }: ArrangedLine): Alignment {
  return style.alignment === 'justify' && span.final ? style.lastAlignment : style.alignment;
}

const isBlank = (letter: string | undefined): boolean => letter !== undefined && /\s/.test(letter);

/** The room that a justified line gets at each of its blanks. */
function extraOf(line: ArrangedLine, room: number): number {
  const { span, paragraph } = line;
  if (alignmentOf(line) !== 'justify') return 0;
  const blanks = Array.from(paragraph.letters.slice(span.start, span.inkEnd)).filter(isBlank).length;
  return blanks === 0 ? 0 : Math.max(0, room - span.width) / blanks;
}

/** The pixels between the left end of its room and a line; negative where it is longer. */
function offsetOf(line: ArrangedLine, room: number): number {
  const free = room - line.span.width;
  const alignment = alignmentOf(line);
  if (alignment === 'right') return free;
  return alignment === 'center' ? free / 2 : 0;
}

/** Moves a glyph whose middle is at `middle` of a straight line; undefined where it is not drawn. */
export type Bend = (glyph: PlacedGlyph, middle: number) => PlacedGlyph | undefined;

/** The ways in which a text may end before its letters do. */
interface Bounds {
  /** For letters that do not stand on level lines; nothing is underlined there. */
  readonly bend?: Bend;
  /** Moves points of lines that are turned afterwards to where they are seen. */
  readonly turn?: (point: Point) => Point;
  /** The box by which letters are cut. */
  readonly box?: Partial<Size>;
}

/** The letters at these places of a line, and blanks where they stand between them, or between them and the next line. */
function lettersAt(
  places: readonly number[],
  { paragraph: { letters }, span: { inkEnd, parted } }: ArrangedLine,
): string {
  let [told, next] = ['', Infinity];
  for (const at of [...new Set(places)].toSorted((a, b) => a - b)) {
    const letter = String.fromCodePoint(letters.codePointAt(at) ?? 0);
    told += next < at && letters.slice(next, at).trim() === '' ? ` ${letter}` : letter;
    next = at + letter.length;
  }
  return next === inkEnd && !parted ? `${told} ` : told;
}

/** Puts the letters of a text to their places. */
export class Letters {
  readonly #fonts = new Distinct<FontName>(fontKey);
  readonly #colors = new Distinct<Color>((color) => JSON.stringify(color));
  readonly #glyphs: PlacedGlyph[] = [];
  readonly #underlines: Underline[] = [];
  readonly #sizing: Sizing;
  readonly #bend: Bend | undefined;
  readonly #turn: (point: Point) => Point;
  readonly #box: Partial<Size>;
  #lost = '';

  constructor(sizing: Sizing, { bend, turn = (point) => point, box = {} }: Bounds = {}) {
    this.#sizing = sizing;
    this.#bend = bend;
    this.#turn = turn;
    this.#box = box;
  }

  /** Notes letters that get no place. */
  lose(letters: string): void {
    if (/\S/.test(letters)) this.#lost += letters;
  }

  /** Places a line whose alignment counts in `room` pixels from its left end on; all of it is moved down by `down`. */
  add(line: ArrangedLine, room: number, down: number): void {
    const { paragraph, span, left, baseline } = line;
    const extra = extraOf(line, room);
    let x = left + offsetOf(line, room);
    const items = paragraph.items.filter((item) => item.start < span.inkEnd && item.end > span.start);
    const lost: number[] = [];
    for (const item of inDrawnOrder(items)) x = this.#addItem(item, line, { x, y: baseline + down, extra, lost });
    this.lose(lettersAt(lost, line));
  }

  /** Adds an item at a place, and answers where the next one stands; `lost` takes the places of letters that are not seen. */
  #addItem(
    item: Item,
    { span, paragraph }: ArrangedLine,
    at: { readonly x: number; readonly y: number; readonly extra: number; readonly lost: number[] },
  ): number {
    const { across, down, rise, capitals, tracking } = sizeOf(item.measured, this.#sizing);
    const { style, measures } = item.measured;
    const font = this.#fonts.placeOf(style.font);
    const color = this.#colors.placeOf(style.color);
    let { x } = at;
    for (const glyph of item.glyphs) {
      if (glyph.at < span.start || glyph.at >= span.inkEnd) continue;
      const blank = isBlank(paragraph.letters[glyph.at]);
      const place = { x: x + glyph.x * across, y: at.y - rise + glyph.y * down };
      const middle = { x: x + (glyph.advance * across) / 2, y: at.y - (capitals + rise) / 2 };
      if (!blank && !this.#push({ font, id: glyph.id, ...place, across, down, color }, middle)) at.lost.push(glyph.at);
      x += glyph.advance * across + (glyph.advance === 0 ? 0 : tracking) + (blank ? at.extra : 0);
    }
    if (style.underlined && x > at.x && !this.#bend) {
      const { offset, thickness } = measures.underline;
      const height = Math.max(1, Math.round(thickness * down));
      this.#underlines.push({ x: at.x, y: Math.round(at.y + offset * down), width: x - at.x, height, color });
    }
    return x;
  }

  /** Places a glyph; false where there is no place for it, or its middle lies beyond the box: less than half of it is seen. */
  #push(glyph: PlacedGlyph, middle: { readonly x: number; readonly y: number }): boolean {
    const bent = this.#bend ? this.#bend(glyph, middle.x) : glyph;
    if (!bent) return false;
    this.#glyphs.push(bent);
    const [right, down] = turned([middle.x - glyph.x, middle.y - glyph.y], bent.angle ?? 0);
    const [x, y] = this.#turn([bent.x + right, bent.y + down]);
    const { width = Infinity, height = Infinity } = this.#box;
    return x >= 0 && y >= 0 && x <= width && y <= height;
  }

  /** All that was placed. */
  get placed(): Pick<SetText, 'fonts' | 'colors' | 'glyphs' | 'underlines' | 'lost'> {
    const [fonts, colors] = [this.#fonts.list, this.#colors.list];
    const lost = this.#lost === '' ? {} : { lost: this.#lost };
    return { fonts, colors, glyphs: this.#glyphs, underlines: this.#underlines, ...lost };
  }
}
