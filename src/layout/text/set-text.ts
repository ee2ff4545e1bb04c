import type { Path } from '../../model/recipe/clipping-path.ts';
import type { RichText } from '../../model/text/rich-text.ts';
import type { SetText } from '../../model/text/set-text.ts';
import type { PathRun, TextRules, Typesetting } from '../../model/text/typesetting.ts';
import type { Point } from '../outline.ts';
import { arrange, type Arranged, type ArrangedLine, type TextBox, type ToArrange } from './arrange.ts';
import { fitText } from './fit-text.ts';
import { areasOf, arrangeIn } from './flow.ts';
import { boxed, ontoTrack, type Track, trackOf } from './on-path.ts';
import { Letters } from './place-letters.ts';
import { prepare } from './prepare.ts';
import type { Shaper } from './shaper.ts';
import { turnedAbout, turnedText } from './turned-text.ts';

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

const lettersOf = ({ paragraph: { letters }, span: { start, end } }: ArrangedLine): string => letters.slice(start, end);

/** The way down of a text that stands in the middle or at the bottom of its box. */
function wayDown(lines: readonly ArrangedLine[], { text, box: { height } }: TextOrder, scale: number): number {
  const free = (height ?? 0) - (lines.at(-1)?.bottom ?? 0) - text.margins.bottom * scale;
  if (height === undefined || text.vertical === 'top') return 0;
  return text.vertical === 'bottom' ? free : Math.round(free / 2);
}

/** The start of the first line, which point text is placed by. */
function pointOf([first]: readonly ArrangedLine[], width: number): Point {
  const alignment = first?.paragraph.style.alignment;
  const x = alignment === 'right' ? width : alignment === 'center' ? width / 2 : 0;
  return [x, first?.baseline ?? 0];
}

function toArrange({ text, rules, typesetting, box }: TextOrder, shaper: Shaper): ToArrange {
  const wrapping = box.width === undefined ? 'noWrap' : (typesetting.wrapping ?? 'wrap');
  return { text, paragraphs: prepare(text, shaper), box, rules, wrapping };
}

const isSmooth = ({ smoothing }: Typesetting): boolean => smoothing !== 'off';

/** Sets a text in level lines. */
function setLevel(order: TextOrder, shaper: Shaper): SetText {
  const { rules, typesetting, box } = order;
  const isPoint = box.width === undefined;
  const arranged = fitText(toArrange(order, shaper), typesetting, arrange);
  const width = box.width ?? arranged.width;
  const height = box.height ?? arranged.height;
  const lines = linesIn(arranged, order);
  const letters = new Letters(arranged.sizing, { box: isPoint ? {} : box });
  const down = wayDown(lines, order, arranged.sizing.scale);
  for (const line of lines) letters.add(line, isPoint ? width - line.left : line.room, down);
  for (const line of arranged.lines) if (!lines.includes(line)) letters.lose(lettersOf(line));
  const origin = isPoint && rules === 'textPs' ? { origin: pointOf(lines, width) } : {};
  return { width, height, ...origin, ...letters.placed, smooth: isSmooth(typesetting) };
}

/** The box that letters of paths and areas are cut by: one that is not told whole is drawn around them. */
const fixed = (box: TextBox): TextBox => (box.width === undefined || box.height === undefined ? {} : box);

/** Sets a text into areas, in lines that run at an angle about a point. */
function setFlowing(
  order: TextOrder,
  shaper: Shaper,
  { into, middle, angle }: { readonly into: Path; readonly middle: Point; readonly angle: number },
): SetText {
  const { typesetting, box } = order;
  const areas = areasOf({ into, around: typesetting.flowExceptPath }, -angle, middle);
  const flowing = { ...toArrange(order, shaper), wrapping: typesetting.wrapping ?? ('wrap' as const) };
  const arranged = fitText(flowing, typesetting, (to, sizing) => arrangeIn(areas, to, sizing));
  const turn = (point: Point): Point => turnedAbout(point, angle, middle);
  const letters = new Letters(arranged.sizing, { turn, box: fixed(box) });
  for (const line of arranged.lines) letters.add(line, line.room, 0);
  letters.lose(arranged.left ?? '');
  const { width = 1, height = 1 } = box;
  const set = { width, height, ...letters.placed, smooth: isSmooth(typesetting) };
  const turned = turnedText(set, angle, middle);
  return box.width === undefined || box.height === undefined ? boxed(turned) : turned;
}

const WHOLE: PathRun = { reverse: false, start: 0, end: 1 };

/** The way along a track at which a line begins. */
function startOf({ paragraph: { style }, span }: ArrangedLine, { length }: Track, scale: number): number {
  const [left, right] = [style.leftIndent * scale, style.rightIndent * scale];
  const free = length - left - right - span.width;
  if (style.alignment === 'right') return left + free;
  return style.alignment === 'center' ? left + free / 2 : left;
}

/** Sets the first line of a text along a path. */
function setAlong(order: TextOrder, path: Path, shaper: Shaper): SetText {
  const { typesetting, box } = order;
  const arranged = fitText({ ...toArrange(order, shaper), box: {}, wrapping: 'noWrap' }, typesetting, arrange);
  const track = trackOf(path, typesetting.pathRun ?? WHOLE);
  const [line] = arranged.lines;
  const { baseline = 0 } = line ?? {};
  const letters = new Letters(arranged.sizing, {
    bend: (glyph, middle) => ontoTrack(glyph, middle, { baseline, track }),
    box: fixed(box),
  });
  if (line) letters.add({ ...line, left: startOf(line, track, arranged.sizing.scale) }, line.span.width, 0);
  for (const other of arranged.lines.slice(1)) letters.lose(lettersOf(other));
  const { width = 1, height = 1 } = box;
  const set = { width, height, ...letters.placed, smooth: isSmooth(typesetting) };
  return box.width === undefined || box.height === undefined ? boxed(set) : set;
}

const rectangle = (width: number, height: number): Path => [
  'M',
  0,
  0,
  'L',
  width,
  0,
  'L',
  width,
  height,
  'L',
  0,
  height,
  'Z',
];

/** Sets a text at an angle: about its point, or within its box, whose sides are swapped for a quarter turn. */
function setAtAngle(order: TextOrder, angle: number, shaper: Shaper): SetText {
  const { width, height } = order.box;
  if (width === undefined) {
    const set = setLevel(order, shaper);
    return boxed(turnedText(fromOrigin(set), angle, [0, 0]));
  }
  if (height === undefined) return setLevel(order, shaper);
  if (angle % 90 !== 0) {
    return setFlowing(order, shaper, { into: rectangle(width, height), middle: [width / 2, height / 2], angle });
  }
  const [across, along] = angle % 180 === 0 ? [width, height] : [height, width];
  const set = setLevel({ ...order, box: { width: across, height: along } }, shaper);
  const [right, down] = [(width - across) / 2, (height - along) / 2];
  return { ...turnedText(movedText(set, right, down), angle, [width / 2, height / 2]), width, height };
}

function movedText(set: SetText, right: number, down: number): SetText {
  const move = <P extends { readonly x: number; readonly y: number }>(part: P): P => ({
    ...part,
    x: part.x + right,
    y: part.y + down,
  });
  return { ...set, glyphs: set.glyphs.map(move), underlines: set.underlines.map(move) };
}

function fromOrigin(set: SetText): SetText {
  const [x, y] = set.origin ?? [0, 0];
  return movedText(set, -x, -y);
}

/** Sets a text: every letter gets its place. Throws RenditionError (FONT_UNUSABLE). */
export function setText(order: TextOrder, shaper: Shaper): SetText {
  const { path, flowPath, angle = 0 } = order.rules === 'textPs' ? order.typesetting : {};
  if (path) return setAlong(order, path, shaper);
  if (flowPath) return setFlowing(order, shaper, { into: flowPath, middle: [0, 0], angle });
  return angle === 0 ? setLevel(order, shaper) : setAtAngle(order, angle, shaper);
}
