import type { Rect } from '../../../model/geometry.ts';
import { type Band, bandOf, type Warp } from '../../../layout/perspective.ts';
import { cutTo, type Linear, type Point, pointsOf, valueAt } from '../../../model/recipe/quadrilateral.ts';
import type { Picture } from '../../picture.ts';
import { type LaneTile, makeTiler } from '../kernels/warp/lane-tile.ts';
import { makeSampler } from '../kernels/warp/sampler.ts';
import { inBand, sidesOf, type Span, within } from '../kernels/warp/spans.ts';
import { dropOpaqueAlpha, openPicture, toPicture } from '../source/pixels.ts';
import { common, grown } from '../../../layout/rect.ts';
import { scale } from '../source/source.ts';
import { tapsFor } from '../kernels/taps.ts';
import type { LayerStep } from './step.ts';
import { type Kernel, sameSize, wholeOf } from '../../../layout/reading.ts';

/** Side of the parts that are drawn one by one: what the source has of one, in lanes, fits the processor's cache. */
const TILE = 128;
/** Pixels that the kernel looks at around a place, and one more for what lies on the edge. */
const MARGIN = 3;

/** The target: a window of the bent layer. */
interface Sheet {
  readonly warp: Warp;
  readonly window: Rect;
  /** RGBA of the window. */
  readonly out: Uint8ClampedArray;
  /** Of the whole bent picture. */
  readonly sides: readonly Linear[];
}

const room = (by: number) => ({ across: by, down: by });

/** The whole pixels around a shape. */
function around(shape: readonly Point[]): Rect {
  const [across, down] = [shape.map(([x]) => x), shape.map(([, y]) => y)];
  const [x, y] = [Math.floor(Math.min(...across)), Math.floor(Math.min(...down))];
  return { x, y, width: Math.ceil(Math.max(...across)) - x, height: Math.ceil(Math.max(...down)) - y };
}

/** The source of a shape of the layer: pixels of a level, with all that kernels look at. Lines stay lines. */
function sourceOf(shape: readonly Point[], { unprojection }: Warp, { level }: Band): Rect {
  const { across, down, nearness } = unprojection;
  const places = shape.map((point): Point => {
    const near = valueAt(nearness, point);
    return [(valueAt(across, point) / near) * level.width, (valueAt(down, point) / near) * level.height];
  });
  return grown(around(places), room(MARGIN));
}

/** The share of a pixel that lies inside: its sides are taken for straight lines through it. */
function coverage(sides: readonly Linear[], x: number, y: number): number {
  const centre = [x + 0.5, y + 0.5] as const;
  return sides.reduce((part, side) => part * Math.min(1, Math.max(0, valueAt(side, centre) + 0.5)), 1);
}

/** Fades what lies on the edges. */
function fade({ sides, window, out }: Sheet, y: number, { from, to }: Span): void {
  for (let x = from; x < to; x++) {
    const at = ((y - window.y) * window.width + x - window.x) * 4 + 3;
    out[at] = (out[at] ?? 0) * coverage(sides, x, y);
  }
}

function drawTile(sheet: Sheet, band: Band, lanes: LaneTile, tile: Rect): void {
  const { warp, window, out, sides } = sheet;
  const draw = makeSampler(lanes, { ...warp, level: band.level, taps: tapsFor(warp.interpolation) }, out);
  for (let y = tile.y; y < tile.y + tile.height; y++) {
    const banded = inBand(warp.unprojection.nearness, band, y);
    const columns = { from: Math.max(tile.x, banded.from), to: Math.min(tile.x + tile.width, banded.to) };
    const { from, to } = within(sides, -0.5, y, columns);
    if (to <= from) continue;
    draw(from, y, to - from, ((y - window.y) * window.width + from - window.x) * 4);
    const inner = within(sides, 0.5, y, { from, to });
    const solid = inner.to > inner.from ? inner : { from: to, to };
    fade(sheet, y, { from, to: solid.from });
    fade(sheet, y, { from: solid.to, to });
  }
}

function* tilesOf({ x, y, width, height }: Rect): Generator<Rect, void, void> {
  for (let top = y; top < y + height; top += TILE) {
    for (let left = x; left < x + width; left += TILE) {
      yield { x: left, y: top, width: Math.min(TILE, x + width - left), height: Math.min(TILE, y + height - top) };
    }
  }
}

/** The source as large as a band needs it, and of that just the part it needs. */
async function levelOf(picture: Picture, { level }: Band, part: Rect, kernel: Kernel): Promise<[Picture, Rect]> {
  const all = wholeOf(level);
  if (sameSize(picture, level)) return [picture, all];
  const window = common(part, all) ?? all;
  return [await toPicture(scale(openPicture(picture), picture, { scaled: level, window, kernel })), window];
}

async function drawBand(picture: Picture, sheet: Sheet, band: Band, kernel: Kernel): Promise<void> {
  const { warp, window } = sheet;
  const shape = bandOf(cutTo(pointsOf(warp.corners), window), warp.unprojection, band);
  if (shape.length === 0) return;
  const [level, at] = await levelOf(picture, band, sourceOf(shape, warp, band), kernel);
  const tiler = makeTiler(level);
  // What the edges cover of a pixel whose centre lies outside belongs to it.
  for (const tile of tilesOf(common(grown(around(shape), room(1)), window) ?? window)) {
    const part = cutTo(shape, grown(tile, room(1)));
    if (part.length === 0) continue;
    const { x, y, width, height } = sourceOf(part, warp, band);
    const lanes = tiler({ x: x - at.x, y: y - at.y, width, height });
    drawTile(sheet, band, { ...lanes, at: { x, y, width, height } }, tile);
  }
}

/**
 * `perspective`: every pixel of the layer is looked up in the source, between four by four pixels of it. So that nothing is
 * lost where the layer leans back and nothing is blurred where it does not, it is drawn in bands of nearly the same scale,
 * each from the source scaled to that. Colours go in multiplied by alpha; edges fade by what they cover of a pixel.
 */
export const perspective: LayerStep<'perspective'> = async (picture, warp, { drawn: { window }, reading }) => {
  const { width, height } = window;
  const out = new Uint8ClampedArray(width * height * 4);
  const sheet = { warp, window, out, sides: sidesOf(pointsOf(warp.corners)) };
  for (const band of warp.bands) await drawBand(picture, sheet, band, reading.kernel);
  return dropOpaqueAlpha({ data: new Uint8Array(out.buffer), width, height, channels: 4 });
};
