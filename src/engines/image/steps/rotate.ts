import type { Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { type LanePixels, packSamples, samplePixel } from '../kernels/lane-pixels.ts';
import { openPicture, toPicture } from '../source/pixels.ts';
import { premultiply } from '../kernels/premultiplied.ts';
import { scale } from '../source/source.ts';
import { PHASES, tapsFor } from '../kernels/taps.ts';
import { turnPicture } from '../source/turn.ts';
import type { LayerStep } from './step.ts';
import { quarterTurn } from '../../../layout/turn.ts';
import { sameSize, wholeOf } from '../../../layout/reading.ts';

/** Two clear pixels on every side, so that no tap ever leaves the picture and the edges fade over one pixel. */
const MARGIN = 2;

type Layer = LanePixels & Size;

function toLayer(picture: Picture): Layer {
  const { width, height, channels } = picture;
  const bytes = premultiply(picture);
  const stride = (width + 2 * MARGIN) * 2;
  const data = new Float64Array(stride * (height + 2 * MARGIN)).fill(packSamples(0, 0));
  for (let y = 0, from = 0; y < height; y++) {
    let to = (y + MARGIN) * stride + MARGIN * 2;
    for (let x = 0; x < width; x++, from += channels, to += 2) {
      data[to] = packSamples(bytes[from] ?? 0, bytes[from + 1] ?? 0);
      data[to + 1] = packSamples(bytes[from + 2] ?? 0, channels === 4 ? (bytes[from + 3] ?? 0) : 255);
    }
  }
  return { data, stride, width, height };
}

/** Pixels of a side of what is drawn together: its neighbours in the layer fit the nearest cache. */
const BLOCK = 32;

/** Draws stretches of rows of a layer that is turned about its centre; outside of it they stay clear. */
function makeTurner(layer: Layer, degrees: number, { width, height }: Size, out: Uint8ClampedArray) {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const phases = PHASES;
  const taps = tapsFor('cubic');
  return (row: number, first: number, end: number): void => {
    const y = row + 0.5 - height / 2;
    for (let column = first, to = (row * width + first) * 4; column < end; column++, to += 4) {
      const x = column + 0.5 - width / 2;
      // Where that is in the layer, and a pixel further: what is looked at is above 0, so that cutting off rounds down.
      const across = cos * x + sin * y + layer.width / 2 - 0.5 + 1;
      const down = cos * y - sin * x + layer.height / 2 - 0.5 + 1;
      if (across <= 0 || down <= 0 || across >= layer.width + 1 || down >= layer.height + 1) continue;
      const right = across | 0;
      const bottom = down | 0;
      // Two pixels before that one, which the margin makes up for.
      const start = bottom * layer.stride + right * 2;
      const acrossTaps = (((across - right) * phases + 0.5) | 0) * 4;
      const downTaps = (((down - bottom) * phases + 0.5) | 0) * 4;
      samplePixel(layer, taps, out, start, acrossTaps, downTaps, to);
    }
  };
}

/** Turns about the centre into a box of `size`, clear around the picture. */
function turnFreely(picture: Picture, degrees: number, size: Size): Picture {
  const { width, height } = size;
  const out = new Uint8ClampedArray(width * height * 4);
  const draw = makeTurner(toLayer(picture), degrees, size, out);
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const end = Math.min(width, left + BLOCK);
      for (let row = top; row < Math.min(height, top + BLOCK); row++) draw(row, left, end);
    }
  }
  return { data: new Uint8Array(out.buffer), width, height, channels: 4 };
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
  return toPicture(scale(openPicture(turned), turned, { scaled: box, window: wholeOf(box), kernel: reading.kernel }));
};
