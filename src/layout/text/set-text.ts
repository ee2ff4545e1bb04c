import type { RichText } from '../../model/text/rich-text.ts';
import type { SetText } from '../../model/text/set-text.ts';
import type { TextRules, Typesetting } from '../../model/text/typesetting.ts';
import { type Arranged, type ArrangedLine, type TextBox } from './arrange.ts';
import { fitText } from './fit-text.ts';
import { Letters } from './place-letters.ts';
import { prepare } from './prepare.ts';
import type { Shaper } from './shaper.ts';

/** A text, the rules and the box that it is set by. */
export interface TextOrder {
  readonly text: RichText;
  readonly rules: TextRules;
  readonly typesetting: Typesetting;
  readonly box: TextBox;
}

/** Lines that are drawn: `textPs` leaves out those that do not fit its box as a whole. */
function linesIn({ lines }: Arranged, { rules, box: { height } }: TextOrder): readonly ArrangedLine[] {
  if (rules === 'text' || height === undefined) return lines;
  return lines.filter(({ bottom }, i) => i === 0 || bottom <= height + 1);
}

/** The way down of a text that stands in the middle or at the bottom of its box. */
function wayDown(lines: readonly ArrangedLine[], { text, box: { height } }: TextOrder, scale: number): number {
  const free = (height ?? 0) - (lines.at(-1)?.bottom ?? 0) - text.margins.bottom * scale;
  if (height === undefined || text.vertical === 'top') return 0;
  return text.vertical === 'bottom' ? free : Math.round(free / 2);
}

/** The start of the first line, which point text is placed by. */
function pointOf([first]: readonly ArrangedLine[], width: number): readonly [number, number] {
  const alignment = first?.paragraph.style.alignment;
  const x = alignment === 'right' ? width : alignment === 'center' ? width / 2 : 0;
  return [x, first?.baseline ?? 0];
}

/** Sets a text: every letter gets its place. Throws RenditionError (FONT_UNUSABLE). */
export function setText(order: TextOrder, shaper: Shaper): SetText {
  const { text, rules, typesetting, box } = order;
  const isPoint = box.width === undefined;
  const wrapping = isPoint ? 'noWrap' : (typesetting.wrapping ?? 'wrap');
  const arranged = fitText({ text, paragraphs: prepare(text, shaper), box, rules, wrapping }, typesetting);
  const width = box.width ?? arranged.width;
  const height = box.height ?? arranged.height;
  const lines = linesIn(arranged, order);
  const letters = new Letters(arranged.sizing);
  const down = wayDown(lines, order, arranged.sizing.scale);
  for (const line of lines) letters.add(line, isPoint ? width - line.left : line.room, down);
  return {
    width,
    height,
    ...(isPoint && rules === 'textPs' && { origin: pointOf(lines, width) }),
    ...letters.placed,
    smooth: typesetting.smoothing !== 'off',
  };
}
