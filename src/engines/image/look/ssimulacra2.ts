import type { Picture } from '../../picture.ts';
import { Blur, type Plane } from './blur.ts';
import { scoreOf, WEIGHTS } from './weights.ts';
import { halved, type Planes, toXyb } from './xyb.ts';

/** 1:1 to 1:32. */
const SCALES = 6;
/** Smaller pictures are compared at no further scale. Pixels. */
const LEAST_SIDE = 8;
/** Keeps structure from being told of next to nothing. */
const C2 = 0.0009;

/** The grounds on which clear pictures are judged, in linear light: what is worse on one of them counts. */
const GROUNDS = [0.1, 0.9] as const;

const LINEAR = Float32Array.from({ length: 256 }, (_, v) => {
  const s = v / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
});

function linear({ data, width, height, channels }: Picture, ground: number): Planes {
  const size = width * height;
  const planes: [Plane, Plane, Plane] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  for (let i = 0, at = 0; i < size; i++, at += channels) {
    const alpha = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1;
    for (const [c, plane] of planes.entries()) {
      plane[i] = (LINEAR[data[at + c] ?? 0] ?? 0) * alpha + ground * (1 - alpha);
    }
  }
  return { planes, width, height };
}

/** One plane of one scale of a master, with what is known of it by itself. */
interface Known {
  readonly plane: Plane;
  readonly mean: Plane;
  readonly square: Plane;
}

interface Scale {
  readonly blur: Blur;
  readonly known: readonly Known[];
}

/** Sums of the differences of a plane, and of their fourth powers: structure, edges that are new, edges that are lost. */
interface Sums {
  readonly pixels: number;
  readonly first: readonly [structure: number, added: number, lost: number];
  readonly fourth: readonly [structure: number, added: number, lost: number];
}

const fourth = (value: number): number => value * value * (value * value);

/** Compares one plane at one scale. */
function compare({ plane: a, mean: m1, square: s1 }: Known, b: Plane, blur: Blur): Sums {
  const [m2, s2, s12] = [blur.of(b), blur.of(b, b), blur.of(a, b)];
  let [structureSum, structure4, addedSum, added4, lostSum, lost4] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [u, v] = [m1[i] ?? 0, m2[i] ?? 0];
    const apart = (u - v) * (u - v);
    const alike = 2 * ((s12[i] ?? 0) - u * v) + C2;
    const structure = Math.max(0, 1 - ((1 - apart) * alike) / ((s1[i] ?? 0) - u * u + ((s2[i] ?? 0) - v * v) + C2));
    structureSum += structure;
    structure4 += fourth(structure);
    const edge = (1 + Math.abs((b[i] ?? 0) - v)) / (1 + Math.abs((a[i] ?? 0) - u)) - 1;
    if (edge > 0) {
      addedSum += edge;
      added4 += fourth(edge);
    } else {
      lostSum -= edge;
      lost4 += fourth(edge);
    }
  }
  return {
    pixels: a.length,
    first: [structureSum, addedSum, lostSum],
    fourth: [structure4, added4, lost4],
  };
}

/** The scales of linear light, the largest first. */
function* scalesOf(light: Planes): Iterable<Planes> {
  let scale = light;
  for (let at = 0; at < SCALES; at++) {
    if (Math.min(scale.width, scale.height) < LEAST_SIDE) return;
    yield toXyb(scale);
    scale = halved(scale);
  }
}

function knownOf(picture: Picture, ground: number): readonly Scale[] {
  return [...scalesOf(linear(picture, ground))].map(({ planes, width, height }) => {
    const blur = new Blur(width, height);
    return { blur, known: planes.map((plane) => ({ plane, mean: blur.of(plane), square: blur.of(plane, plane) })) };
  });
}

/** The weighted sum of means and 4-norms of one plane at one scale, over all bands. */
function weighed(bands: readonly Sums[], first: number): number {
  const pixels = bands.reduce((all, band) => all + band.pixels, 0);
  if (pixels === 0) return 0;
  let sum = 0;
  for (const kind of [0, 1, 2] as const) {
    const mean = bands.reduce((all, band) => all + band.first[kind], 0) / pixels;
    const norm = (bands.reduce((all, band) => all + band.fourth[kind], 0) / pixels) ** 0.25;
    sum += (WEIGHTS[first + kind] ?? 0) * mean + (WEIGHTS[first + 3 + kind] ?? 0) * norm;
  }
  return sum;
}

/** The sums of one band: of each scale, of each plane. */
type BandSums = readonly (readonly Sums[])[];

function scoreOfBands(bands: readonly BandSums[]): number {
  let sum = 0;
  for (let plane = 0; plane < 3; plane++) {
    for (let scale = 0; scale < SCALES; scale++) {
      const sums = bands.flatMap((band) => band[scale]?.[plane] ?? []);
      sum += weighed(sums, (plane * SCALES + scale) * 6);
    }
  }
  return scoreOf(sum);
}

function sumsOn(scales: readonly Scale[], made: Planes): BandSums {
  const others = [...scalesOf(made)];
  return scales.map(({ blur, known }, at) =>
    known.map((one, plane) => compare(one, others[at]?.planes[plane] ?? one.plane, blur)),
  );
}

/** Pixels that are compared at once, which take some 100 bytes each; what is known of pictures of three times as many is kept. */
const BAND_PIXELS = 2 ** 19;

/** Bands of whole rows, so high that all scales have whole pixels; a picture that is hardly larger than one is one. */
function bandsOf(picture: Picture): readonly Picture[] {
  const { data, width, height, channels } = picture;
  if (width * height <= 1.5 * BAND_PIXELS) return [picture];
  const rows = Math.max(64, 32 * Math.round(BAND_PIXELS / width / 32));
  const count = Math.max(1, Math.floor(height / rows));
  return Array.from({ length: count }, (_, at) => {
    const from = at * rows;
    const to = at === count - 1 ? height : from + rows;
    const samples = data.subarray(from * width * channels, to * width * channels);
    return { data: samples, width, height: to - from, channels };
  });
}

/**
 * Tells how much pictures look like this one, by SSIMULACRA 2.1: 100 = equal, 90 = told apart side by side alone, 70 = high,
 * 50 = medium, 30 = low quality; under 0 for what is hardly the same picture. What is known of the picture by itself is computed once.
 * Throws RangeError for a picture of another size.
 */
export function likenessTo(picture: Picture): (made: Picture) => number {
  const grounds = picture.channels === 4 ? GROUNDS : GROUNDS.slice(0, 1);
  const bands = bandsOf(picture);
  const isKept = picture.width * picture.height <= 3 * BAND_PIXELS;
  const known = isKept ? bands.map((band) => grounds.map((ground) => knownOf(band, ground))) : [];
  return (made) => {
    if (made.width !== picture.width || made.height !== picture.height)
      throw new RangeError(
        `expected a picture of ${picture.width}×${picture.height}, got ${made.width}×${made.height}`,
      );
    const others = bandsOf(made);
    const scores = grounds.map((ground, which) =>
      scoreOfBands(
        bands.map((band, at) =>
          sumsOn(known[at]?.[which] ?? knownOf(band, ground), linear(others[at] ?? band, ground)),
        ),
      ),
    );
    return Math.min(...scores);
  };
}
