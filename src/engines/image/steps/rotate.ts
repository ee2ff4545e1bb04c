import { roundSize, type Size } from '../../../model/geometry.ts';
import { rotatedSize } from '../../../serving/composite.ts';
import type { Picture } from '../../picture.ts';
import type { Frame } from '../frame.ts';
import { LANE, upperLane } from '../lanes.ts';
import { openPicture, toPicture } from '../pixels.ts';
import { premultiply } from '../premultiplied.ts';
import { sameSize, scale, wholeOf } from '../source.ts';
import { PHASES, TAPS, WHOLE } from '../taps.ts';
import { quarterTurn, turnPicture } from '../turn.ts';
import type { Step } from './step.ts';

/** Two clear pixels on every side, so that no tap ever leaves the picture and the edges fade over one pixel. */
const MARGIN = 2;

/** What is taken off every sample. */
const MIDDLE = 128;

interface Layer {
  /** Two a pixel, colours multiplied by alpha: red and green, blue and alpha, as lanes. */
  readonly data: Float64Array;
  /** Doubles a row. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

const lanes = (lower: number, upper: number): number => lower - MIDDLE + (upper - MIDDLE) * LANE;

function toLayer(picture: Picture): Layer {
  const { width, height, channels } = picture;
  const bytes = premultiply(picture);
  const stride = (width + 2 * MARGIN) * 2;
  const data = new Float64Array(stride * (height + 2 * MARGIN)).fill(lanes(0, 0));
  for (let y = 0, from = 0; y < height; y++) {
    let to = (y + MARGIN) * stride + MARGIN * 2;
    for (let x = 0; x < width; x++, from += channels, to += 2) {
      data[to] = lanes(bytes[from] ?? 0, bytes[from + 1] ?? 0);
      data[to + 1] = lanes(bytes[from + 2] ?? 0, channels === 4 ? (bytes[from + 3] ?? 0) : 255);
    }
  }
  return { data, stride, width, height };
}

const WEIGHTS = TAPS.cubic;
const at = (samples: Float64Array, i: number): number => samples[i] ?? 0;

/** The sum of four by four neighbours, the first of which is at `start`; `across` and `down` are places of weights. */
function gather({ data, stride }: Layer, start: number, across: number, down: number): number {
  const [w0, w1, w2, w3] = [
    at(WEIGHTS, across),
    at(WEIGHTS, across + 1),
    at(WEIGHTS, across + 2),
    at(WEIGHTS, across + 3),
  ];
  let sum = 0;
  for (let j = 0, i = start; j < 4; j++, i += stride) {
    const left = w0 * at(data, i) + w1 * at(data, i + 2);
    sum += at(WEIGHTS, down + j) * (left + w2 * at(data, i + 4) + w3 * at(data, i + 6));
  }
  return sum;
}

const toSample = (sum: number): number => sum / (WHOLE * WHOLE) + MIDDLE;

/** Writes the pixel at x, y of the layer (0 = its first pixel's centre) into `out`; outside the layer it is clear. */
function makeSampler(layer: Layer, out: Uint8ClampedArray): (x: number, y: number, to: number) => void {
  const { stride, width, height } = layer;
  return (x, y, to) => {
    if (x <= -1 || y <= -1 || x >= width || y >= height) return;
    // Both are above −1: cutting off what is behind the point of one more rounds down.
    const right = (x + 1) | 0;
    const bottom = (y + 1) | 0;
    const across = (((x + 1 - right) * PHASES + 0.5) | 0) * 4;
    const down = (((y + 1 - bottom) * PHASES + 0.5) | 0) * 4;
    const start = (bottom - 2 + MARGIN) * stride + (right - 2 + MARGIN) * 2;
    const blueAlpha = gather(layer, start + 1, across, down);
    const alpha = upperLane(blueAlpha);
    out[to + 3] = toSample(alpha);
    const opacity = out[to + 3] ?? 0;
    if (opacity === 0) return;
    const redGreen = gather(layer, start, across, down);
    const green = upperLane(redGreen);
    const gain = 255 / opacity;
    out[to] = toSample(redGreen - green * LANE) * gain;
    out[to + 1] = toSample(green) * gain;
    out[to + 2] = toSample(blueAlpha - alpha * LANE) * gain;
  };
}

/** Turns about the centre into a box of `size`, clear around the picture. */
function turnFreely(picture: Picture, degrees: number, { width, height }: Size): Picture {
  const layer = toLayer(picture);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const out = new Uint8ClampedArray(width * height * 4);
  const sample = makeSampler(layer, out);
  for (let row = 0, to = 0; row < height; row++) {
    const y = row + 0.5 - height / 2;
    for (let column = 0; column < width; column++, to += 4) {
      const x = column + 0.5 - width / 2;
      const across = cos * x + sin * y + picture.width / 2 - 0.5;
      const down = cos * y - sin * x + picture.height / 2 - 0.5;
      sample(across, down, to);
    }
  }
  return { data: new Uint8Array(out.buffer), width, height, channels: 4 };
}

/** The box of a layer that was scaled alike in both directions and turned. */
function alikeBox({ region, degrees, layer }: Frame): Size {
  const turned = rotatedSize(region, degrees);
  const factor = Math.max(layer.scaled.width / region.width, layer.scaled.height / region.height);
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
