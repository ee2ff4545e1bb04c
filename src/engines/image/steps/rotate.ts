import type { Size } from '../../../model/geometry.ts';
import type { Linear, Unprojection } from '../../../model/recipe/quadrilateral.ts';
import type { Picture } from '../../picture.ts';
import { openArena } from '../kernels/simd/arena.ts';
import { tapsFor } from '../kernels/taps.ts';
import { cornersOf, sourceOf, TILE, tilesOf } from '../kernels/warp/parts.ts';
import { makeSampler } from '../kernels/warp/sampler.ts';
import { makeTiler } from '../kernels/warp/tile.ts';
import { scalePicture } from '../source/levels.ts';
import { turnPicture } from '../source/turn.ts';
import type { LayerStep } from './step.ts';
import { common } from '../../../layout/rect.ts';
import { quarterTurn } from '../../../layout/turn.ts';
import { sameSize, wholeOf } from '../../../layout/reading.ts';

/** The source of each place of a box of `size`, in fractions of the layer that is turned about its centre in it. */
function unturn(layer: Size, degrees: number, { width, height }: Size): Unprojection {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const line = (x: number, y: number, length: number): Linear => [
    x / length,
    y / length,
    0.5 - (x * width + y * height) / 2 / length,
  ];
  return { across: line(cos, sin, layer.width), down: line(-sin, cos, layer.height), nearness: [0, 0, 1] };
}

/** Turns about the centre into a box of `size`, clear around the picture. */
function turnFreely(picture: Picture, degrees: number, size: Size): Picture {
  const { width, height } = size;
  const out = new Uint8Array(width * height * 4);
  const arena = openArena();
  const tiler = makeTiler(arena, picture, 'clear');
  const sampler = makeSampler(arena, TILE);
  const course = { unprojection: unturn(picture, degrees, size), level: picture, taps: arena.put(tapsFor('cubic')) };
  for (const tile of tilesOf(wholeOf(size))) {
    const source = sourceOf(cornersOf(tile), course.unprojection, picture);
    if (common(source, wholeOf(picture)) === undefined) continue;
    const draw = sampler(tiler(source), course, out);
    for (let y = tile.y; y < tile.y + tile.height; y++) draw(tile.x, y, tile.width, (y * width + tile.x) * 4);
  }
  return { data: out, width, height, channels: 4 };
}

/**
 * `rotate`: clockwise about the centre, the box grows, its corners are clear. Quarter turns are exact; other angles
 * are interpolated with Catmull-Rom's cubic on colours multiplied by alpha (libvips turns alpha pictures without
 * that, which draws dark seams). A view that stretches does so after the turn.
 */
export const rotate: LayerStep<'rotate'> = (picture, { degrees, free, size, box }, { reading }) => {
  if (!free) return turnPicture(picture, quarterTurn(degrees));
  const turned = turnFreely(picture, degrees, size);
  if (sameSize(turned, box)) return turned;
  return scalePicture(turned, { scaled: box, window: wholeOf(box), kernel: reading.kernel });
};
