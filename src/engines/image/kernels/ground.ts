import type { Rect } from '../../../model/geometry.ts';
import type { BlendMode } from '../../../model/recipe/recipe.ts';
import type { Picture } from '../../picture.ts';
import { hashPlace } from './hash-place.ts';
import { common } from '../../../layout/rect.ts';

/** Samples are 16 bits while layers are laid on each other, so that many of them do not add up what each rounds. */
const FULL = 65_535;
/** A byte as such a sample. */
const PER_BYTE = 257;

/** The way in which a picture is laid; `salt` tells layers apart that are dissolved. */
interface Laying {
  readonly blend: BlendMode | undefined;
  readonly salt: number;
}

/** One row of a picture, the sample it begins with in the ground, and the place of that. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly pixels: number;
}

/** Colours multiplied by alpha where both are there, 0…1 each: s is above, d below. */
type Blending = (s: number, d: number, sa: number, da: number) => number;

/** Of Porter and Duff, and the W3C's compositing of those modes: what shows of each alone, and what both make. */
const BLENDINGS: Readonly<Record<Exclude<BlendMode, 'norm' | 'dissolve'>, Blending>> = {
  mult: (s, d, sa, da) => s * (1 - da) + d * (1 - sa) + s * d,
  screen: (s, d) => s + d - s * d,
  lighten: (s, d, sa, da) => s * (1 - da) + d * (1 - sa) + Math.max(s * da, d * sa),
  darken: (s, d, sa, da) => s * (1 - da) + d * (1 - sa) + Math.min(s * da, d * sa),
};

/** Lays an opaque pixel on another. */
function cover(samples: Uint16Array, o: number, data: Uint8Array, i: number): void {
  samples[o] = (data[i] ?? 0) * PER_BYTE;
  samples[o + 1] = (data[i + 1] ?? 0) * PER_BYTE;
  samples[o + 2] = (data[i + 2] ?? 0) * PER_BYTE;
  samples[o + 3] = FULL;
}

/** Lays a pixel that is not opaque on another. */
function veil(samples: Uint16Array, o: number, data: Uint8Array, i: number, alpha: number): void {
  const above = (alpha * PER_BYTE) / 255;
  const below = 1 - alpha / 255;
  samples[o] = (data[i] ?? 0) * above + (samples[o] ?? 0) * below + 0.5;
  samples[o + 1] = (data[i + 1] ?? 0) * above + (samples[o + 1] ?? 0) * below + 0.5;
  samples[o + 2] = (data[i + 2] ?? 0) * above + (samples[o + 2] ?? 0) * below + 0.5;
  samples[o + 3] = alpha * PER_BYTE + (samples[o + 3] ?? 0) * below + 0.5;
}

/** A canvas that pictures are laid on, in the gamma-coded light that they have; clear at first. */
export class Ground {
  readonly #area: Rect;
  /** Red, green and blue multiplied by alpha, and alpha. */
  readonly #samples: Uint16Array;

  constructor(area: Rect) {
    this.#area = area;
    this.#samples = new Uint16Array(area.width * area.height * 4);
  }

  /** Lays a picture at a place of the ground, which it may overhang. */
  lay(picture: Picture, at: Rect, { blend = 'norm', salt }: Laying): void {
    const seen = common(at, { ...this.#area, x: 0, y: 0 });
    if (!seen) return;
    for (let y = seen.y; y < seen.y + seen.height; y++) {
      const from = ((y - at.y) * picture.width + seen.x - at.x) * picture.channels;
      const to = (y * this.#area.width + seen.x) * 4;
      const run = { from, to, pixels: seen.width };
      if (blend === 'norm') this.#over(picture, run);
      else if (blend === 'dissolve') this.#dissolve(picture, run, y, salt);
      else this.#blend(picture, run, BLENDINGS[blend]);
    }
  }

  #over({ data, channels }: Picture, { from, to, pixels }: Run): void {
    const samples = this.#samples;
    for (let i = from, o = to, end = to + pixels * 4; o < end; i += channels, o += 4) {
      const alpha = channels === 4 ? (data[i + 3] ?? 0) : 255;
      if (alpha === 255) cover(samples, o, data, i);
      else if (alpha > 0) veil(samples, o, data, i, alpha);
    }
  }

  /** As many pixels are opaque as the picture is; which ones, the place says. */
  #dissolve({ data, channels }: Picture, { from, to, pixels }: Run, y: number, salt: number): void {
    const samples = this.#samples;
    const { x: left, y: top, width } = this.#area;
    const first = left + ((to / 4) % width);
    for (let n = 0, i = from, o = to; n < pixels; n++, i += channels, o += 4) {
      const alpha = channels === 4 ? (data[i + 3] ?? 0) : 255;
      if ((hashPlace(first + n, top + y, salt) >>> 0) / 2 ** 32 >= alpha / 255) continue;
      cover(samples, o, data, i);
    }
  }

  #blend({ data, channels }: Picture, { from, to, pixels }: Run, blending: Blending): void {
    const samples = this.#samples;
    for (let i = from, o = to, end = to + pixels * 4; o < end; i += channels, o += 4) {
      const sa = channels === 4 ? (data[i + 3] ?? 0) / 255 : 1;
      if (sa === 0) continue;
      const da = (samples[o + 3] ?? 0) / FULL;
      for (let c = 0; c < 3; c++) {
        const s = ((data[i + c] ?? 0) / 255) * sa;
        samples[o + c] = blending(s, (samples[o + c] ?? 0) / FULL, sa, da) * FULL + 0.5;
      }
      samples[o + 3] = (sa + da - sa * da) * FULL + 0.5;
    }
  }

  #isOpaque(): boolean {
    const samples = this.#samples;
    for (let i = 3; i < samples.length; i += 4) if (samples[i] !== FULL) return false;
    return true;
  }

  /** The picture that lies on the ground: without alpha where it is opaque all over. */
  toPicture(): Picture {
    const { width, height } = this.#area;
    const samples = this.#samples;
    const channels = this.#isOpaque() ? 3 : 4;
    const data = new Uint8ClampedArray(width * height * channels);
    for (let i = 0, o = 0; i < samples.length; i += 4, o += channels) {
      const alpha = samples[i + 3] ?? 0;
      if (alpha === 0) continue;
      const gain = 255 / alpha;
      data[o] = (samples[i] ?? 0) * gain;
      data[o + 1] = (samples[i + 1] ?? 0) * gain;
      data[o + 2] = (samples[i + 2] ?? 0) * gain;
      if (channels === 4) data[o + 3] = alpha / PER_BYTE;
    }
    return { data: new Uint8Array(data.buffer), width, height, channels };
  }
}
