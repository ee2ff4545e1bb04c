import type { Wrapping } from '../../model/text/typesetting.ts';
import { type Breakable, isBlank } from './line-starts.ts';
import type { Advances } from './sizes.ts';

/** A line of a paragraph: letters from `start` on, before `end`. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
  /** Pixels, without trailing blanks. */
  readonly width: number;
  /** The end of its letters without trailing blanks. */
  readonly inkEnd: number;
  /** True if the text ends it, not the width of the box. */
  readonly final: boolean;
  /** True if it ends inside of a word. */
  readonly parted: boolean;
}

/** The width that is available for a line, by its number in the paragraph. Pixels. */
export type Room = (line: number) => number;

const MARGIN = 1e-6;

/** A line as far as it was read. */
class Line {
  readonly start: number;
  width = 0;
  ink = 0;
  inkEnd: number;
  /** The last place at which it may end, with what it holds up to there. */
  last: { readonly end: number; readonly ink: number; readonly inkEnd: number } | undefined;

  constructor(start: number) {
    this.start = start;
    this.inkEnd = start;
  }

  add(at: number, letter: string, width: number): void {
    this.width += width;
    if (isBlank(letter)) return;
    this.ink = this.width;
    this.inkEnd = at + 1;
  }

  mark(end: number): void {
    this.last = { end, ink: this.ink, inkEnd: this.inkEnd };
  }

  /** The finished line. `final`: the text ends it, not the width of the box; `parted`: it ends inside of a word. */
  ended(end: number, { final = false, parted = false } = {}): LineSpan {
    return { start: this.start, end, width: this.ink, inkEnd: this.inkEnd, final, parted };
  }
}

/** Breaks one paragraph. */
class Breaking {
  readonly lines: LineSpan[] = [];
  readonly #letters: string;
  readonly #lineStarts: ReadonlySet<number>;
  readonly #advances: Advances;
  readonly #room: Room;
  readonly #wrapping: Wrapping;
  #line = new Line(0);

  constructor({ letters, lineStarts }: Breakable, advances: Advances, room: Room, wrapping: Wrapping) {
    this.#letters = letters;
    this.#lineStarts = lineStarts;
    this.#advances = advances;
    this.#room = room;
    this.#wrapping = wrapping;
  }

  #end(span: LineSpan, next: number): void {
    this.lines.push(span);
    this.#line = new Line(next);
  }

  /** Tells whether the letter at a place, which begins a glyph, is one too many. */
  #isOver(at: number, letter: string): boolean {
    const line = this.#line;
    if (this.#wrapping === 'noWrap' || isBlank(letter) || at === line.start) return false;
    return line.width + (this.#advances.widths[at] ?? 0) > this.#room(this.lines.length) + MARGIN;
  }

  /** Ends the line ahead of a letter that is one too many, where it may; answers the place to go on from. */
  #wrap(at: number): number {
    const line = this.#line;
    if (line.last) {
      const { end, ink, inkEnd } = line.last;
      this.#end({ start: line.start, end, width: ink, inkEnd, final: false, parted: false }, end);
      return end;
    }
    if (this.#wrapping === 'wrap') this.#end(line.ended(at, { parted: true }), at);
    return at;
  }

  /** Takes the letter at a place, and answers the next place. */
  take(at: number): number {
    const letter = this.#letters[at] ?? '';
    if (letter === '\n') {
      this.#end(this.#line.ended(at, { final: true }), at + 1);
      return at + 1;
    }
    if (this.#advances.starts[at] === 1) {
      if (at > this.#line.start && this.#lineStarts.has(at)) this.#line.mark(at);
      if (this.#isOver(at, letter)) {
        const next = this.#wrap(at);
        if (next < at || this.#line.start === at) return this.#resume(next);
      }
    }
    this.#line.add(at, letter, this.#advances.widths[at] ?? 0);
    return at + 1;
  }

  /** The first letter of a line stands on it, however long it is. */
  #resume(at: number): number {
    this.#line.add(at, this.#letters[at] ?? '', this.#advances.widths[at] ?? 0);
    return at + 1;
  }

  finish(): readonly LineSpan[] {
    this.lines.push(this.#line.ended(this.#letters.length, { final: true }));
    return this.lines;
  }
}

/** Breaks the letters of a paragraph into lines, each as long as its room lets it be. */
export function breakLines(
  paragraph: Breakable,
  advances: Advances,
  room: Room,
  wrapping: Wrapping,
): readonly LineSpan[] {
  const breaking = new Breaking(paragraph, advances, room, wrapping);
  for (let at = 0; at < paragraph.letters.length;) at = breaking.take(at);
  return breaking.finish();
}
