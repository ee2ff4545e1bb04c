import { mapTuple } from '../../../base/map-tuple.ts';
import type { Picture } from '../../picture.ts';
import type { Size } from '../../../model/geometry.ts';
import { type Arena, openArena, SAMPLE } from '../kernels/simd/arena.ts';
import type { Rows } from '../kernels/rows.ts';
import { blurRows, type Plane } from './blur.ts';
import { scoreOf, WEIGHTS } from './weights.ts';
import { halved, type Planes, toXyb } from './xyb.ts';

/** 1:1 to 1:32. */
const SCALES = 6;
/** Smaller pictures are compared at no further scale. Pixels. */
const LEAST_SIDE = 8;
/** The grounds on which clear pictures are judged, in linear light: what is worse on one of them counts. */
const GROUNDS = [0.1, 0.9] as const;

const LINEAR = Float32Array.from({ length: 256 }, (_, v) => {
  const s = v / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
});

/** One colour of a picture on a ground, as a plane of light. */
function lightOf({ data, channels }: Picture, color: number, ground: number): Plane {
  const light = new Float32Array(data.length / channels);
  const table = LINEAR;
  for (let i = 0, at = color; i < light.length; i++, at += channels) light[i] = table[data[at] as number] as number;
  if (channels === 3) return light;
  for (let i = 0, at = 3; i < light.length; i++, at += channels) {
    const alpha = (data[at] as number) / 255;
    light[i] = (light[i] as number) * alpha + ground * (1 - alpha);
  }
  return light;
}

function linear(picture: Picture, ground: number): Planes {
  const { width, height } = picture;
  return {
    ...{ width, height },
    planes: [lightOf(picture, 0, ground), lightOf(picture, 1, ground), lightOf(picture, 2, ground)],
  };
}

/** One plane of one scale of a master, with what is known of it by itself. */
interface Known {
  readonly plane: Plane;
  readonly mean: Plane;
  readonly square: Plane;
}

interface Scale extends Size {
  readonly known: readonly Known[];
}

/** Sums of the differences of a plane, and of their fourth powers: structure, edges that are new, edges that are lost. */
interface Sums {
  readonly pixels: number;
  readonly first: readonly [structure: number, added: number, lost: number];
  readonly fourth: readonly [structure: number, added: number, lost: number];
}

/** A plane as rows in the kernels' memory, or its product with another one. */
function rowsOf(arena: Arena, plane: Plane, { width, height }: Size, by?: Plane): Rows {
  const copy = (from: Plane, y: number, into: number) =>
    arena.floats(into, width).set(from.subarray(y * width, (y + 1) * width));
  if (by === undefined) return { width, height, channels: 1, read: (y, into) => copy(plane, y, into) };
  const other = arena.takeRow(width);
  const read = (y: number, into: number): void => {
    copy(plane, y, into);
    copy(by, y, other);
    arena.kernels.multiplyRows(into, into, other, width);
  };
  return { width, height, channels: 1, read };
}

/** The product of two planes, blurred; of one plane, that. */
function blurred(plane: Plane, size: Size, by?: Plane): Plane {
  const arena = openArena();
  const row = blurRows(arena, rowsOf(arena, plane, size, by));
  const made = new Float32Array(plane.length);
  for (let y = 0; y < size.height; y++) made.set(arena.floats(row(y), size.width), y * size.width);
  return made;
}

/** Compares one plane at one scale. */
function compare({ plane: a, mean, square }: Known, b: Plane, size: Size): Sums {
  const arena = openArena();
  const { width, height } = size;
  const [one, other, mean1, square1] = mapTuple([a, b, mean, square], (plane) => ({
    rows: rowsOf(arena, plane, size),
    at: arena.takeRow(width),
  }));
  const [mean2, square2, product] = [
    blurRows(arena, rowsOf(arena, b, size)),
    blurRows(arena, rowsOf(arena, b, size, b)),
    blurRows(arena, rowsOf(arena, a, size, b)),
  ] as const;
  const [table, sums] = [arena.take(5 * SAMPLE), arena.take(6 * 2 * SAMPLE)];
  arena.doubles(sums, 6).fill(0);
  for (let y = 0; y < height; y++) {
    for (const { rows, at } of [one, other, mean1, square1]) rows.read(y, at);
    arena.addresses(table, 5).set([mean1.at, mean2(y), square1.at, square2(y), product(y)]);
    arena.kernels.compareRow(sums, one.at, other.at, table, width);
  }
  const [structure = 0, added = 0, lost = 0, structure4 = 0, added4 = 0, lost4 = 0] = arena.doubles(sums, 6);
  return { pixels: a.length, first: [structure, added, lost], fourth: [structure4, added4, lost4] };
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
    const size = { width, height };
    const knownOfPlane = (plane: Plane): Known => ({
      plane,
      mean: blurred(plane, size),
      square: blurred(plane, size, plane),
    });
    return { ...size, known: planes.map(knownOfPlane) };
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
  return scales.map(({ known, ...size }, at) =>
    known.map((one, plane) => compare(one, others[at]?.planes[plane] ?? one.plane, size)),
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
