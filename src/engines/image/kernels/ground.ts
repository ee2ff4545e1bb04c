import type { Rect } from '../../../model/geometry.ts';
import type { BlendMode } from '../../../model/recipe/recipe.ts';
import type { Picture } from '../../picture.ts';
import { hashPlace } from './hash-place.ts';
import { common } from '../../../layout/rect.ts';
import { openArena } from './simd/arena.ts';

/** Samples are 16 bits while layers are laid on each other, so that many of them do not add up what each rounds. */
const FULL = 65_535;
/** Samples of a pixel, two bytes each. */
const CHANNELS = 4;

/** The way in which a picture is laid; `salt` tells layers apart that are dissolved. */
interface Laying {
  readonly blend: BlendMode | undefined;
  readonly salt: number;
}

/** Ways that colours are mixed in: their numbers in src/kernels/lay.ts. */
const WAYS: Readonly<Record<Exclude<BlendMode, 'norm' | 'dissolve'>, number>> = {
  mult: 1,
  screen: 2,
  lighten: 3,
  darken: 4,
};

/** The place of the first pixel of a row in the ground, and what tells its layer apart. */
interface Grain {
  readonly x: number;
  readonly y: number;
  readonly salt: number;
}

/** As many pixels of a row are opaque as it is; which ones, the place says. The others are clear. */
function dissolve(row: Uint8Array, channels: number, { x, y, salt }: Grain, into: Uint8Array): void {
  for (let n = 0, i = 0, o = 0; o < into.length; n++, i += channels, o += CHANNELS) {
    const alpha = channels === 4 ? (row[i + 3] ?? 0) : 255;
    into[o] = row[i] ?? 0;
    into[o + 1] = row[i + 1] ?? 0;
    into[o + 2] = row[i + 2] ?? 0;
    into[o + 3] = (hashPlace(x + n, y, salt) >>> 0) / 2 ** 32 < alpha / 255 ? 255 : 0;
  }
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
    const { x: left, y: top, width } = this.#area;
    const channels = blend === 'dissolve' ? CHANNELS : picture.channels;
    const { kernels, ...arena } = openArena();
    const [rowAt, bytesAt] = [arena.take(seen.width * CHANNELS * 2), arena.take(seen.width * channels)];
    const [row, bytes] = [arena.words(rowAt, seen.width * CHANNELS), arena.bytes(bytesAt, seen.width * channels)];
    for (let y = seen.y; y < seen.y + seen.height; y++) {
      const from = ((y - at.y) * picture.width + seen.x - at.x) * picture.channels;
      const pixels = picture.data.subarray(from, from + seen.width * picture.channels);
      if (blend === 'dissolve') dissolve(pixels, picture.channels, { x: left + seen.x, y: top + y, salt }, bytes);
      else bytes.set(pixels);
      const to = (y * width + seen.x) * CHANNELS;
      row.set(this.#samples.subarray(to, to + row.length));
      if (blend === 'norm' || blend === 'dissolve') kernels.layOver(rowAt, bytesAt, seen.width, channels);
      else kernels.layBlended(rowAt, bytesAt, seen.width, channels, WAYS[blend]);
      this.#samples.set(row, to);
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
    const arena = openArena();
    const row = arena.take(width * CHANNELS * 2);
    const shown = arena.take(width * channels);
    const data = new Uint8Array(width * height * channels);
    const [from, into] = [arena.words(row, width * CHANNELS), arena.bytes(shown, width * channels)];
    for (let y = 0; y < height; y++) {
      from.set(samples.subarray(y * from.length, (y + 1) * from.length));
      arena.kernels.showGround(shown, row, width, channels);
      data.set(into, y * into.length);
    }
    return { data, width, height, channels };
  }
}
