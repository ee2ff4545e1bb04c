import { NORMAL, type Rgb, SEPARABLE, TOGETHER } from './blend-modes.ts';
import { planeAt, type PsdPlane, type PsdRaster, sharedRect } from './raster.ts';

/** The parameters for compositing a raster onto another. */
export interface Laying {
  /** Photoshop's key; one that is not known is normal. */
  readonly blend: string;
  /** 0…1. */
  readonly opacity: number;
  readonly mask?: PsdPlane | undefined;
  /** It shows where there is something below only, and changes nothing of the alpha of that. */
  readonly clipped?: boolean;
}

type Mixer = (below: readonly number[], above: readonly number[], into: number[]) => void;

/** Blend modes in which the black channel (K) is taken from the upper layer, like its luminosity. */
const BLACK_ABOVE = ['lum '];

/** Looks at three colours together; black, where there is some, goes as PDF has it (ISO 32000-2, 11.3.5.3). */
function togetherMixer(blend: string, together: (below: Rgb, above: Rgb) => Rgb): Mixer {
  return ([b0 = 0, b1 = 0, b2 = 0, b3 = 0], [s0 = 0, s1 = 0, s2 = 0, s3 = 0], into) => {
    [into[0], into[1], into[2]] = together([b0, b1, b2], [s0, s1, s2]);
    into[3] = BLACK_ABOVE.includes(blend) ? s3 : b3;
  };
}

function mixerOf(blend: string, colors: number): Mixer {
  const together = colors >= 3 ? TOGETHER[blend] : undefined;
  if (together) return togetherMixer(blend, together);
  const one = SEPARABLE[blend] ?? NORMAL;
  return (below, above, into) => {
    for (let i = 0; i < colors; i++) into[i] = one(below[i] ?? 0, above[i] ?? 0);
  };
}

/** Equal on all machines: a place makes its own luck, for `dissolve`. */
function luckAt(x: number, y: number): number {
  let hash = Math.imul(x + 0x9e37, 0x85eb_ca6b) ^ Math.imul(y + 0x79b9, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Lays one pixel, `alpha` 0…1, over another one. */
type LayPixel = (to: number, from: number, alpha: number) => void;

/** A function that composites pixels of `above` onto `below`. Where `below` is transparent the colour is not blended. */
function layerOf(below: PsdRaster, above: PsdRaster, blend: string): LayPixel {
  const { colors } = below;
  const mix = mixerOf(blend, colors);
  const [b, s, mixed]: [number[], number[], number[]] = [[], [], []];
  return (to, from, alpha) => {
    const under = (below.data[to + colors] ?? 0) / 255;
    const out = under + alpha - under * alpha;
    for (let i = 0; i < colors; i++) {
      b[i] = (below.data[to + i] ?? 0) / 255;
      s[i] = (above.data[from + i] ?? 0) / 255;
    }
    mix(b, s, mixed);
    for (let i = 0; i < colors; i++) {
      const source = (1 - under) * (s[i] ?? 0) + under * (mixed[i] ?? 0);
      below.data[to + i] = Math.round(((1 - alpha / out) * (b[i] ?? 0) + (alpha / out) * source) * 255);
    }
    below.data[to + colors] = Math.round(out * 255);
  };
}

/** The same for a layer that is clipped to the one below: the alpha of that does not change. */
function clippedLayerOf(below: PsdRaster, above: PsdRaster, blend: string): LayPixel {
  const { colors } = below;
  const mix = mixerOf(blend, colors);
  const [b, s, mixed]: [number[], number[], number[]] = [[], [], []];
  return (to, from, alpha) => {
    for (let i = 0; i < colors; i++) {
      b[i] = (below.data[to + i] ?? 0) / 255;
      s[i] = (above.data[from + i] ?? 0) / 255;
    }
    mix(b, s, mixed);
    for (let i = 0; i < colors; i++) {
      below.data[to + i] = Math.round(((1 - alpha) * (b[i] ?? 0) + alpha * (mixed[i] ?? 0)) * 255);
    }
  };
}

/**
 * Lays a raster over another one, which is changed (W3C Compositing and Blending Level 1, "simple alpha compositing" and
 * "blending").
 */
export function blendRaster(below: PsdRaster, above: PsdRaster, { blend, opacity, mask, clipped }: Laying): void {
  const { colors } = below;
  const lay = clipped === true ? clippedLayerOf(below, above, blend) : layerOf(below, above, blend);
  const size = colors + 1;
  const part = sharedRect(below.rect, above.rect);
  for (let y = part.y; y < part.y + part.height; y++) {
    let to = ((y - below.rect.y) * below.rect.width + part.x - below.rect.x) * size;
    let from = ((y - above.rect.y) * above.rect.width + part.x - above.rect.x) * size;
    for (let x = part.x; x < part.x + part.width; x++, to += size, from += size) {
      const gate = mask ? (planeAt(mask, x, y) / 255) * opacity : opacity;
      const alpha = ((above.data[from + colors] ?? 0) / 255) * gate;
      const drawn = blend === 'diss' ? Number(luckAt(x, y) < alpha) : alpha;
      if (drawn > 0) lay(to, from, drawn);
    }
  }
}

/** Moves a raster towards another one of the same place by a share that a mask may gate. */
export function fadeRaster(from: PsdRaster, to: PsdRaster, share: number, mask: PsdPlane | undefined): void {
  const size = from.colors + 1;
  const { x, y, width, height } = from.rect;
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += size) {
      const gate = mask ? (planeAt(mask, x + column, y + row) / 255) * share : share;
      const [one, other] = [from.data[at + from.colors] ?? 0, to.data[at + from.colors] ?? 0];
      const alpha = one + (other - one) * gate;
      for (let i = 0; i < from.colors; i++) {
        const [a, b] = [(from.data[at + i] ?? 0) * one * (1 - gate), (to.data[at + i] ?? 0) * other * gate];
        from.data[at + i] = alpha === 0 ? 0 : Math.round((a + b) / alpha);
      }
      from.data[at + from.colors] = Math.round(alpha);
    }
  }
}
