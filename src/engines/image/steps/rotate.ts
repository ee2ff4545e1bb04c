import { roundSize, type Size } from '../../../model/geometry.ts';
import { rotatedSize } from '../../../serving/composite.ts';
import type { Picture } from '../../picture.ts';
import type { Frame } from '../frame.ts';
import { openPicture, toPicture } from '../pixels.ts';
import { sameSize, scale, wholeOf } from '../source.ts';
import { quarterTurn, turnPicture } from '../turn.ts';
import type { Step } from './step.ts';

/** Places between two pixels for which weights are kept: half a level of 255 between neighbours at the steepest edge. */
const PHASES = 256;

/** The four weights of Catmull-Rom's cubic (a = −½) for each phase. */
const WEIGHTS = Float32Array.from({ length: (PHASES + 1) * 4 }, (_, i) => {
  const t = Math.floor(i / 4) / PHASES;
  const distance = Math.abs(t + 1 - (i % 4));
  if (distance >= 2) return 0;
  if (distance >= 1) return -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4 * distance + 2;
  return 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1;
});

/** Two clear pixels on every side, so that no tap ever leaves the picture and the edges fade over one pixel. */
const MARGIN = 2;

interface Layer {
  /** RGBA, colours multiplied by alpha. */
  readonly data: Float32Array;
  /** Samples a row. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

function premultiplied({ data, width, height, channels }: Picture): Layer {
  const stride = (width + 2 * MARGIN) * 4;
  const out = new Float32Array(stride * (height + 2 * MARGIN));
  for (let y = 0, from = 0; y < height; y++) {
    let to = (y + MARGIN) * stride + MARGIN * 4;
    for (let x = 0; x < width; x++, from += channels, to += 4) {
      const alpha = channels === 4 ? (data[from + 3] ?? 0) : 255;
      for (let c = 0; c < 3; c++) out[to + c] = ((data[from + c] ?? 0) * alpha) / 255;
      out[to + 3] = alpha;
    }
  }
  return { data: out, stride, width, height };
}

const clamp = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0);

const at = (samples: Float32Array, i: number): number => samples[i] ?? 0;

/** Sums the four by four pixels whose first sample is at `start`, RGBA into `sums`. */
function gather({ data, stride }: Layer, start: number, across: number, down: number, sums: Float32Array): void {
  sums.fill(0);
  for (let j = 0; j < 4; j++) {
    const row = start + j * stride;
    for (let i = 0; i < 16; i++) {
      sums[i & 3] = at(sums, i & 3) + at(WEIGHTS, down + j) * at(WEIGHTS, across + (i >> 2)) * at(data, row + i);
    }
  }
}

/** Writes the pixel at x, y of the layer (0 = its first pixel's centre) into `out`; outside the layer it is clear. */
function makeSampler(layer: Layer, out: Uint8Array): (x: number, y: number, to: number) => void {
  const { stride, width, height } = layer;
  const sums = new Float32Array(4);
  return (x, y, to) => {
    if (x <= -1 || y <= -1 || x >= width || y >= height) return;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const across = Math.round((x - left) * PHASES) * 4;
    const down = Math.round((y - top) * PHASES) * 4;
    gather(layer, (top - 1 + MARGIN) * stride + (left - 1 + MARGIN) * 4, across, down, sums);
    const opacity = clamp(at(sums, 3));
    if (opacity === 0) return;
    for (let c = 0; c < 3; c++) out[to + c] = clamp((at(sums, c) * 255) / opacity);
    out[to + 3] = opacity;
  };
}

/** Turns about the centre into a box of `size`, clear around the picture. */
function turnFreely(picture: Picture, degrees: number, { width, height }: Size): Picture {
  const layer = premultiplied(picture);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const data = new Uint8Array(width * height * 4);
  const sample = makeSampler(layer, data);
  for (let row = 0, to = 0; row < height; row++) {
    const y = row + 0.5 - height / 2;
    for (let column = 0; column < width; column++, to += 4) {
      const x = column + 0.5 - width / 2;
      const across = cos * x + sin * y + picture.width / 2 - 0.5;
      const down = cos * y - sin * x + picture.height / 2 - 0.5;
      sample(across, down, to);
    }
  }
  return { data, width, height, channels: 4 };
}

/** The box of a layer that was scaled alike in both directions and turned. */
function alikeBox({ region, degrees, reading }: Frame): Size {
  const turned = rotatedSize(region, degrees);
  const factor = Math.max(reading.scaled.width / region.width, reading.scaled.height / region.height);
  return { width: roundSize(turned.width * factor), height: roundSize(turned.height * factor) };
}

/**
 * `rotate`: clockwise about the centre, the box grows, its corners are clear. Quarter turns are exact; other angles
 * are interpolated with Catmull-Rom's cubic on colours multiplied by alpha (libvips turns alpha pictures without
 * that, which draws dark seams). A view that stretches does so after the turn.
 */
export const rotate: Step = (picture, frame) => {
  const { degrees, free, box, reading } = frame;
  if (!free) return turnPicture(picture, quarterTurn(degrees));
  const stretched = frame.recipe.view.fit?.mode === 'stretch';
  const turned = turnFreely(picture, degrees, stretched ? alikeBox(frame) : box);
  if (sameSize(turned, box)) return turned;
  const scaled = { width: box.width, height: box.height };
  return toPicture(scale(openPicture(turned), turned, { scaled, window: wholeOf(scaled), kernel: reading.kernel }));
};
