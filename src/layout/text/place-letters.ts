import type { Color } from '../../model/recipe/recipe.ts';
import { type FontName, fontKey } from '../../model/text/found-font.ts';
import type { Alignment } from '../../model/text/rich-text.ts';
import type { PlacedGlyph, SetText, Underline } from '../../model/text/set-text.ts';
import type { ArrangedLine } from './arrange.ts';
import type { Item } from './prepare.ts';
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

/** The place of a glyph whose middle lies at `middle` on a level line; undefined where it is not drawn. */
export type Bend = (glyph: PlacedGlyph, middle: number) => PlacedGlyph | undefined;

/** Puts the letters of a text to their places. */
export class Letters {
  readonly #fonts = new Distinct<FontName>(fontKey);
  readonly #colors = new Distinct<Color>((color) => JSON.stringify(color));
  readonly #glyphs: PlacedGlyph[] = [];
  readonly #underlines: Underline[] = [];
  readonly #sizing: Sizing;
  readonly #bend: Bend | undefined;

  /** `bend`: for letters that do not stand on level lines; nothing is underlined there. */
  constructor(sizing: Sizing, bend?: Bend) {
    this.#sizing = sizing;
    this.#bend = bend;
  }

  /** Places a line whose alignment counts in `room` pixels from its left end on; all of it is moved down by `down`. */
  add(line: ArrangedLine, room: number, down: number): void {
    const { paragraph, span, left, baseline } = line;
    const extra = extraOf(line, room);
    let x = left + offsetOf(line, room);
    const items = paragraph.items.filter((item) => item.start < span.inkEnd && item.end > span.start);
    for (const item of inDrawnOrder(items)) x = this.#addItem(item, line, { x, y: baseline + down, extra });
  }

  #addItem(item: Item, { span, paragraph }: ArrangedLine, at: { x: number; y: number; extra: number }): number {
    const { across, down, rise, tracking } = sizeOf(item.look, this.#sizing);
    const { style, measures } = item.look;
    const font = this.#fonts.placeOf(style.font);
    const color = this.#colors.placeOf(style.color);
    let { x } = at;
    for (const glyph of item.glyphs) {
      if (glyph.at < span.start || glyph.at >= span.inkEnd) continue;
      const blank = isBlank(paragraph.letters[glyph.at]);
      const place = { x: x + glyph.x * across, y: at.y - rise + glyph.y * down };
      if (!blank) this.#push({ font, id: glyph.id, ...place, across, down, color }, x + (glyph.advance * across) / 2);
      x += glyph.advance * across + (glyph.advance === 0 ? 0 : tracking) + (blank ? at.extra : 0);
    }
    if (style.underlined && x > at.x && !this.#bend) {
      const { offset, thickness } = measures.underline;
      const height = Math.max(1, Math.round(thickness * down));
      this.#underlines.push({ x: at.x, y: Math.round(at.y + offset * down), width: x - at.x, height, color });
    }
    return x;
  }

  #push(glyph: PlacedGlyph, middle: number): void {
    const bent = this.#bend ? this.#bend(glyph, middle) : glyph;
    if (bent) this.#glyphs.push(bent);
  }

  /** All that was placed. */
  get placed(): Pick<SetText, 'fonts' | 'colors' | 'glyphs' | 'underlines'> {
    const [fonts, colors] = [this.#fonts.list, this.#colors.list];
    return { fonts, colors, glyphs: this.#glyphs, underlines: this.#underlines };
  }
}
