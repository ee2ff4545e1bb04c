import type { Path } from '../../model/recipe/clipping-path.ts';
import type { Point } from '../outline.ts';
import type { Arranged, ArrangedLine, ToArrange } from './arrange.ts';
import { breakLines } from './break-lines.ts';
import { polylinesOf, turned } from './polyline.ts';
import { advancesOf, sizeOf, type Sizing } from './sizes.ts';
import type { PreparedParagraph } from './prepare.ts';

type Polygon = readonly Point[];
type Span = readonly [left: number, right: number];

/** Areas that a text flows into, and those that it flows around. */
export interface Areas {
  readonly into: readonly Polygon[];
  readonly around: readonly Polygon[];
}

/** The areas of paths, turned about a point: lines that run at an angle are level in areas that are turned back. */
export function areasOf(
  paths: { readonly into: Path; readonly around?: Path | undefined },
  degrees: number,
  [x, y]: Point,
): Areas {
  const polygons = (path: Path | undefined): readonly Polygon[] =>
    (path ? polylinesOf(path) : []).map(({ points }) =>
      points.map((point): Point => {
        const [right, down] = turned([point[0] - x, point[1] - y], degrees);
        return [x + right, y + down];
      }),
    );
  return { into: polygons(paths.into), around: polygons(paths.around) };
}

/** The spans of a row inside of polygons, by the even-odd rule. */
function spansAt(polygons: readonly Polygon[], y: number): readonly Span[] {
  const crossings = polygons.flatMap((points) =>
    points.flatMap(([x, at], i) => {
      const [otherX, other] = points[(i + 1) % points.length] ?? [x, at];
      return at <= y === other <= y ? [] : [x + ((y - at) / (other - at)) * (otherX - x)];
    }),
  );
  const sorted = crossings.toSorted((a, b) => a - b);
  return sorted.flatMap((left, i): readonly Span[] => {
    const right = sorted[i + 1];
    return i % 2 === 0 && right !== undefined ? [[left, right]] : [];
  });
}

function common(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap(([left, right]) =>
    others.flatMap(([from, to]): readonly Span[] => {
      const span: Span = [Math.max(left, from), Math.min(right, to)];
      return span[1] > span[0] ? [span] : [];
    }),
  );
}

function without(spans: readonly Span[], [from, to]: Span): readonly Span[] {
  return spans.flatMap(([left, right]): readonly Span[] => {
    const rest: readonly Span[] = [
      [left, Math.min(right, from)],
      [Math.max(left, to), right],
    ];
    return to <= left || from >= right ? [[left, right]] : rest.filter((span) => span[1] > span[0]);
  });
}

/** Rows at which the room of a line is measured, in shares of its height. */
const SAMPLES = [0.02, 0.25, 0.5, 0.75, 0.98];

/** The room of a line from `top` on: where all of its rows lie within the areas. */
function roomAt({ into, around }: Areas, top: number, height: number): readonly Span[] {
  const rows = SAMPLES.map((share) => top + share * height);
  const [first = [], ...others] = rows.map((y) => spansAt(into, y));
  const inside = others.reduce(common, first);
  return rows.flatMap((y) => spansAt(around, y)).reduce(without, inside);
}

/** A place for a line. */
interface Slot {
  readonly left: number;
  readonly room: number;
  readonly top: number;
}

/** Most rows of a text: none is drawn that is finer. */
const MOST_ROWS = 10_000;

function slotsOf(areas: Areas, from: number, pitch: number, least: number): readonly Slot[] {
  const heights = areas.into.flatMap((points) => points.map(([, y]) => y));
  const bottom = Math.max(...heights);
  const slots: Slot[] = [];
  for (let row = 0, top = from; row < MOST_ROWS && top + pitch <= bottom + 1; row++, top += pitch) {
    for (const [left, right] of roomAt(areas, top, pitch)) {
      if (right - left >= least) slots.push({ left, room: right - left, top });
    }
  }
  return slots;
}

/** The distance of the lines of a paragraph that flows: one for all, as its largest letters need it. */
function linesOf({ items, empty, style }: PreparedParagraph, sizing: Sizing) {
  const sizes = (items.length > 0 ? items.map(({ measured }) => measured) : [empty]).map((measured) =>
    sizeOf(measured, sizing),
  );
  const above = Math.max(...sizes.map((size) => size.above));
  const below = Math.max(...sizes.map((size) => size.below));
  const { by, value } = style.spacing;
  const own = Math.max(1, Math.floor(above + below));
  const said = by === 'multiple' ? value * own : value * sizing.scale;
  const pitch = by === 'letters' ? own : by === 'least' ? Math.max(own, said) : Math.max(1, said);
  return { above, below, pitch, least: Math.max(...sizes.map(({ across }) => across)) };
}

/** Lays lines into areas: as many as there is room for. */
export function arrangeIn(areas: Areas, { paragraphs, wrapping }: ToArrange, sizing: Sizing): Arranged {
  const lines: ArrangedLine[] = [];
  let overflows = areas.into.length === 0;
  let left = overflows ? paragraphs.map(({ letters }) => letters).join('\n') : '';
  let top = Math.min(...areas.into.flatMap((points) => points.map(([, y]) => y)));
  for (const paragraph of overflows ? [] : paragraphs) {
    const { above, below, pitch, least } = linesOf(paragraph, sizing);
    const { style } = paragraph;
    const slots = slotsOf(areas, top + style.before * sizing.scale, pitch, least);
    const advances = advancesOf(paragraph, sizing);
    const inset = (line: number): number => (style.leftIndent + (line === 0 ? style.firstIndent : 0)) * sizing.scale;
    const roomOf = (line: number): number =>
      (slots[line]?.room ?? Infinity) - inset(line) - style.rightIndent * sizing.scale;
    const spans = breakLines(paragraph, advances, roomOf, wrapping);
    for (const [i, span] of spans.entries()) {
      const slot = slots[i];
      overflows ||= !slot;
      if (!slot) {
        left += paragraph.letters.slice(span.start, span.end);
        continue;
      }
      const baseline = slot.top + above;
      const place = { left: slot.left + inset(i), room: roomOf(i), baseline, bottom: baseline + below };
      lines.push({ paragraph, advances, span, ...place });
      top = slot.top + pitch;
    }
    top += style.after * sizing.scale;
  }
  const bottom = Math.max(1, ...lines.map((line) => line.bottom));
  const width = Math.max(1, ...lines.map(({ left, span }) => left + span.width));
  return { sizing, lines, width: Math.ceil(width), height: Math.ceil(bottom), overflows, left };
}
