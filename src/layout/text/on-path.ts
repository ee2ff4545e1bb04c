import type { PlacedGlyph, SetText } from '../../model/text/set-text.ts';
import type { Rect } from '../../model/geometry.ts';
import type { Path } from '../../model/recipe/clipping-path.ts';
import type { PathRun } from '../../model/text/typesetting.ts';
import type { Point } from '../outline.ts';
import { type Polyline, polylinesOf } from './polyline.ts';

/** A place on a path, and its direction in degrees clockwise. */
interface PathPlace {
  readonly at: Point;
  readonly angle: number;
}

/** A path that is walked along. */
export interface Track {
  readonly length: number;
  /** Undefined outside of the path. */
  placeAt(way: number): PathPlace | undefined;
}

interface Edge {
  readonly from: Point;
  readonly to: Point;
  readonly start: number;
  readonly length: number;
}

function edgesOf(lines: readonly Polyline[]): readonly Edge[] {
  const edges: Edge[] = [];
  let start = 0;
  for (const { points } of lines) {
    for (const [i, to] of points.entries()) {
      const from = points[i - 1];
      const length = from ? Math.hypot(to[0] - from[0], to[1] - from[1]) : 0;
      if (!from || length === 0) continue;
      edges.push({ from, to, start, length });
      start += length;
    }
  }
  return edges;
}

const reversed = (lines: readonly Polyline[]): readonly Polyline[] =>
  lines.toReversed().map(({ points, closed }) => ({ points: points.toReversed(), closed }));

/** The part of a path that a text runs on; a closed one may be run on beyond its start. */
export function trackOf(path: Path, { reverse, start, end }: PathRun): Track {
  const lines = polylinesOf(path);
  const edges = edgesOf(reverse ? reversed(lines) : lines);
  const last = edges.at(-1);
  const whole = last ? last.start + last.length : 0;
  const closed = lines.length > 0 && lines.every((line) => line.closed);
  const most = closed ? Math.min(end, start + 1) : Math.min(1, end);
  const length = Math.max(0, most - start) * whole;
  return {
    length,
    placeAt: (way) => {
      if (way < 0 || way > length) return undefined;
      const along = (start * whole + way) % (closed && whole > 0 ? whole : Infinity);
      const edge = edges.findLast((one) => one.start <= along);
      if (!edge) return undefined;
      const share = Math.min(1, (along - edge.start) / edge.length);
      const [dx, dy] = [edge.to[0] - edge.from[0], edge.to[1] - edge.from[1]];
      return {
        at: [edge.from[0] + dx * share, edge.from[1] + dy * share],
        angle: (Math.atan2(dy, dx) * 180) / Math.PI,
      };
    },
  };
}

/** Places a glyph on a path: its middle on the path, upright to it. Undefined outside of the path. */
export function ontoTrack(
  glyph: PlacedGlyph,
  middle: number,
  { baseline, track }: { readonly baseline: number; readonly track: Track },
): PlacedGlyph | undefined {
  const place = track.placeAt(middle);
  if (!place) return undefined;
  const { at, angle } = place;
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const [right, down] = [glyph.x - middle, glyph.y - baseline];
  return { ...glyph, x: at[0] + right * cos - down * sin, y: at[1] + right * sin + down * cos, angle };
}

/** The whole pixels around glyphs, with room for their letters on all sides. */
function boxAround(glyphs: readonly PlacedGlyph[]): Rect {
  if (glyphs.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  const reach = Math.max(...glyphs.map(({ across, down }) => Math.max(across, down)));
  const [across, down] = [glyphs.map(({ x }) => x), glyphs.map(({ y }) => y)];
  const [x, y] = [Math.floor(Math.min(...across) - reach), Math.floor(Math.min(...down) - reach)];
  const [right, bottom] = [Math.ceil(Math.max(...across) + reach), Math.ceil(Math.max(...down) + reach)];
  return { x, y, width: right - x, height: bottom - y };
}

/** A text with a bounding box of its own, whose origin is the former 0,0. */
export function boxed(text: SetText): SetText {
  const { x, y, width, height } = boxAround(text.glyphs);
  const glyphs = text.glyphs.map((glyph) => ({ ...glyph, x: glyph.x - x, y: glyph.y - y }));
  const underlines = text.underlines.map((line) => ({ ...line, x: line.x - x, y: line.y - y }));
  return { ...text, width, height, origin: [-x, -y], glyphs, underlines };
}
