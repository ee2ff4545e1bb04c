import type { Rect } from '../../../model/geometry.ts';
import type { BlendMode } from '../../../model/recipe/recipe.ts';
import type { Picture } from '../../picture.ts';
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
    const { channels } = picture;
    const arena = openArena();
    const { kernels } = arena;
    const [rowAt, bytesAt] = [arena.take(seen.width * CHANNELS * 2), arena.take(seen.width * channels)];
    const dissolvedAt = arena.take(blend === 'dissolve' ? seen.width * CHANNELS : 0);
    const [row, bytes] = [arena.words(rowAt, seen.width * CHANNELS), arena.bytes(bytesAt, seen.width * channels)];
    for (let y = seen.y; y < seen.y + seen.height; y++) {
      const from = ((y - at.y) * picture.width + seen.x - at.x) * channels;
      bytes.set(picture.data.subarray(from, from + bytes.length));
      const to = (y * width + seen.x) * CHANNELS;
      row.set(this.#samples.subarray(to, to + row.length));
      if (blend === 'norm') kernels.layOver(rowAt, bytesAt, seen.width, channels);
      else if (blend === 'dissolve') {
        kernels.dissolveRow(dissolvedAt, bytesAt, seen.width, channels, left + seen.x, top + y, salt);
        kernels.layOver(rowAt, dissolvedAt, seen.width, CHANNELS);
      } else kernels.layBlended(rowAt, bytesAt, seen.width, channels, WAYS[blend]);
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
