import type { RichText } from '../../model/text/rich-text.ts';
import type { TextRules, Wrapping } from '../../model/text/typesetting.ts';
import { breakLines, type LineSpan } from './break-lines.ts';
import type { PreparedParagraph } from './prepare.ts';
import { advancesOf, type Advances, type StyleSize, sizeOf, type Sizing } from './sizes.ts';

/** The box that a text is set in, in pixels; a side that is absent is as long as the text. */
export interface TextBox {
  readonly width?: number;
  readonly height?: number;
}

/** A text that is ready to be set. */
export interface ToArrange {
  readonly text: RichText;
  readonly paragraphs: readonly PreparedParagraph[];
  readonly box: TextBox;
  readonly rules: TextRules;
  readonly wrapping: Wrapping;
}

/** A line at its height: where it begins is up to its alignment. */
export interface ArrangedLine {
  readonly paragraph: PreparedParagraph;
  readonly advances: Advances;
  readonly span: LineSpan;
  /** The room that it is aligned in. */
  readonly left: number;
  readonly room: number;
  readonly baseline: number;
  /** The bottom of its letters. */
  readonly bottom: number;
}

/** The lines of a text in the sizes that were tried. */
export interface Arranged {
  readonly sizing: Sizing;
  readonly lines: readonly ArrangedLine[];
  readonly width: number;
  readonly height: number;
  /** True if it does not fit its box, or had to part words for it. */
  readonly overflows: boolean;
  /** Letters that got no line. */
  readonly left?: string;
}

/** The room that a line needs above and below its baseline. */
interface Extent {
  readonly above: number;
  readonly below: number;
  readonly capitals: number;
}

function extentOf({ items, empty }: PreparedParagraph, { start, end }: LineSpan, sizing: Sizing): Extent {
  const styles = items.filter((item) => item.start < end && item.end > start).map(({ measured }) => measured);
  const sizes: readonly StyleSize[] = (styles.length > 0 ? styles : [empty]).map((measured) =>
    sizeOf(measured, sizing),
  );
  const most = (pick: (size: StyleSize) => number): number => Math.max(...sizes.map(pick));
  return {
    above: most(({ above }) => above),
    below: most(({ below }) => below),
    capitals: most((one) => one.capitals),
  };
}

/** The distance from the line before: whole pixels, as measured in pictures of the reference. */
function pitchOf({ style: { spacing } }: PreparedParagraph, { above, below }: Extent, scale: number): number {
  const own = Math.floor(above + below);
  if (spacing.by === 'least') return Math.max(own, spacing.value * scale);
  if (spacing.by === 'exact') return spacing.value * scale;
  return spacing.by === 'multiple' ? Math.floor(spacing.value * (above + below)) : own;
}

/** Lays the lines of a text below each other. */
class Column {
  readonly lines: ArrangedLine[] = [];
  #top: number;
  #bottom: number;
  readonly #to: ToArrange;
  readonly #sizing: Sizing;
  parts = false;

  constructor(to: ToArrange, sizing: Sizing) {
    this.#to = to;
    this.#sizing = sizing;
    this.#top = this.#margins.top;
    this.#bottom = this.#top;
  }

  /** Margins belong to boxes: point text has none. */
  get #margins(): RichText['margins'] {
    const { box, text } = this.#to;
    const { scale } = this.#sizing;
    const isBox = box.width !== undefined;
    const of = (points: number): number => (isBox ? points * scale : 0);
    const { left, top, right, bottom } = text.margins;
    return { left: of(left), top: of(top), right: of(right), bottom: of(bottom) };
  }

  /** Adds a paragraph below those before it; `first` and `last` of the text have no space outside of them. */
  add(paragraph: PreparedParagraph, { first, last }: { readonly first: boolean; readonly last: boolean }): void {
    const { scale } = this.#sizing;
    const { rules, wrapping, box } = this.#to;
    const { style } = paragraph;
    const { left, right } = this.#margins;
    // `textPs` passes over what stands before its first and behind its last paragraph.
    if (!first || rules === 'text') this.#top += style.before * scale;
    const advances = advancesOf(paragraph, this.#sizing);
    const from = left + style.leftIndent * scale;
    const whole = box.width === undefined ? Infinity : box.width - from - right - style.rightIndent * scale;
    const indent = (line: number): number => (line === 0 ? style.firstIndent * scale : 0);
    const spans = breakLines(paragraph, advances, (line) => whole - indent(line), wrapping);
    for (const [i, span] of spans.entries()) {
      this.parts ||= span.parted || span.width > whole - indent(i) + 0.01;
      this.#lay(paragraph, advances, span, { left: from + indent(i), room: whole - indent(i) });
    }
    if (!last || rules === 'text') this.#top += style.after * scale;
  }

  #lay(
    paragraph: PreparedParagraph,
    advances: Advances,
    span: LineSpan,
    { left, room }: { readonly left: number; readonly room: number },
  ): void {
    const extent = extentOf(paragraph, span, this.#sizing);
    const pitch = pitchOf(paragraph, extent, this.#sizing.scale);
    const isFirst = this.lines.length === 0;
    const own = Math.floor(extent.above + extent.below);
    // In a box of `textPs` capitals touch the top (measured); what lines are set apart by lies above the others.
    const isPhotoshop = this.#to.rules === 'textPs' && this.#to.box.height !== undefined;
    const above = isFirst && isPhotoshop ? extent.capitals : extent.above;
    const ahead = isFirst ? 0 : pitch - own;
    const baseline = Math.round(this.#top + ahead + above);
    this.#top += isFirst ? own - extent.above + above : pitch;
    this.#bottom = baseline + Math.round(extent.below);
    this.lines.push({ paragraph, advances, span, left, room, baseline, bottom: this.#bottom });
  }

  arranged(): Arranged {
    const { box } = this.#to;
    const { bottom, right } = this.#margins;
    const height = Math.max(1, Math.ceil(Math.max(this.#bottom, this.#top - 1) + bottom));
    const widest = Math.max(0, ...this.lines.map(({ span, left }) => left + span.width)) + right;
    const overflows = this.parts || (box.height !== undefined && this.#bottom + bottom > box.height);
    return { sizing: this.#sizing, lines: this.lines, width: Math.max(1, Math.ceil(widest - 1e-6)), height, overflows };
  }
}

/** Lays out the lines of a text in some sizes; most lines of `\copyfitmaxlines` are kept. */
export function arrange(to: ToArrange, sizing: Sizing): Arranged {
  const column = new Column(to, sizing);
  const { paragraphs, text } = to;
  for (const [i, paragraph] of paragraphs.entries()) {
    column.add(paragraph, { first: i === 0, last: i === paragraphs.length - 1 });
  }
  const arranged = column.arranged();
  const { mostLines } = text.fitting;
  return mostLines > 0 ? { ...arranged, lines: arranged.lines.slice(0, mostLines) } : arranged;
}
