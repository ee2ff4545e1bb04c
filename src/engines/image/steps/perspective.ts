import type { Rect } from '../../../model/geometry.ts';
import { type Band, bandOf, type Warp } from '../../../layout/perspective.ts';
import { cutTo, type Linear, pointsOf, valueAt } from '../../../model/recipe/quadrilateral.ts';
import type { Picture } from '../../picture.ts';
import { openArena } from '../kernels/simd/arena.ts';
import { around, sourceOf, TILE, tilesOf } from '../kernels/warp/parts.ts';
import { type DrawRow, makeSampler } from '../kernels/warp/sampler.ts';
import { inBand, sidesOf, type Span, within } from '../kernels/warp/spans.ts';
import { makeTiler } from '../kernels/warp/tile.ts';
import { dropOpaqueAlpha } from '../source/pixels.ts';
import { common, grown } from '../../../layout/rect.ts';
import { scalePicture } from '../source/levels.ts';
import { tapsFor } from '../kernels/taps.ts';
import type { LayerStep } from './step.ts';
import { type Kernel, sameSize, wholeOf } from '../../../layout/reading.ts';

/** The target: a window of the bent layer. */
interface Sheet {
  readonly warp: Warp;
  readonly window: Rect;
  /** RGBA of the window. */
  readonly out: Uint8Array;
  /** The edges of the whole warped picture. */
  readonly sides: readonly Linear[];
}

const room = (by: number) => ({ across: by, down: by });

/** The share of a pixel that lies inside: its sides are taken for straight lines through it. */
function coverage(sides: readonly Linear[], x: number, y: number): number {
  const centre = [x + 0.5, y + 0.5] as const;
  return sides.reduce((part, side) => part * Math.min(1, Math.max(0, valueAt(side, centre) + 0.5)), 1);
}

/** Antialiases pixels that the edges cross. */
function fade({ sides, window, out }: Sheet, y: number, { from, to }: Span): void {
  for (let x = from; x < to; x++) {
    const at = ((y - window.y) * window.width + x - window.x) * 4 + 3;
    out[at] = Math.round((out[at] ?? 0) * coverage(sides, x, y));
  }
}

function drawTile(sheet: Sheet, band: Band, tile: Rect, draw: DrawRow): void {
  const { warp, window, sides } = sheet;
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

/** The source as large as a band needs it, and of that just the part it needs. */
async function levelOf(picture: Picture, { level }: Band, part: Rect, kernel: Kernel): Promise<[Picture, Rect]> {
  const all = wholeOf(level);
  if (sameSize(picture, level)) return [picture, all];
  const window = common(part, all) ?? all;
  return [await scalePicture(picture, { scaled: level, window, kernel }), window];
}

async function drawBand(picture: Picture, sheet: Sheet, band: Band, kernel: Kernel): Promise<void> {
  const { warp, window } = sheet;
  const shape = bandOf(cutTo(pointsOf(warp.corners), window), warp.unprojection, band);
  if (shape.length === 0) return;
  const [level, at] = await levelOf(picture, band, sourceOf(shape, warp.unprojection, band.level), kernel);
  const arena = openArena();
  const tiler = makeTiler(arena, level, 'edges');
  const sampler = makeSampler(arena, TILE);
  const course = { ...warp, level: band.level, taps: arena.put(tapsFor(warp.interpolation)) };
  // Pixels that an edge crosses belong to the shape even where their centre is outside.
  for (const tile of tilesOf(common(grown(around(shape), room(1)), window) ?? window)) {
    const part = cutTo(shape, grown(tile, room(1)));
    if (part.length === 0) continue;
    const { x, y, width, height } = sourceOf(part, warp.unprojection, band.level);
    const source = tiler({ x: x - at.x, y: y - at.y, width, height });
    drawTile(sheet, band, tile, sampler({ ...source, at: { x, y, width, height } }, course, sheet.out));
  }
}

/**
 * `perspective`: every pixel of the layer is looked up in the source, between four by four pixels of it. So that nothing is
 * lost where the layer leans back and nothing is blurred where it does not, it is drawn in bands of nearly the same scale,
 * each from the source scaled to that. Colours go in multiplied by alpha; edges fade by what they cover of a pixel.
 */
export const perspective: LayerStep<'perspective'> = async (picture, warp, { drawn: { window }, reading }) => {
  const { width, height } = window;
  const out = new Uint8Array(width * height * 4);
  const sheet = { warp, window, out, sides: sidesOf(pointsOf(warp.corners)) };
  for (const band of warp.bands) await drawBand(picture, sheet, band, reading.kernel);
  return dropOpaqueAlpha({ data: out, width, height, channels: 4 });
};
