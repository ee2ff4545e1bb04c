import type { Rect } from '../../../../model/geometry.ts';
import { listAt, numberAt, type PsdValue, valueAt } from './descriptor.ts';
import { fromSrgb, toSrgb } from '../../../../model/srgb-curve.ts';
import type { PsdHeader } from '../header.ts';
import { samplesAt } from './psd-look.ts';
import { makeRaster, type PsdRaster } from './raster.ts';

/** A value of a gradient at a place, 0…1, with the place of its middle to the next one, 0…1. */
interface Stop {
  readonly at: number;
  readonly middle: number;
  readonly values: readonly number[];
}

/** Photoshop counts places of stops up to this. */
const WHOLE = 4096;
const OPAQUE: readonly Stop[] = [{ at: 0, middle: 0.5, values: [255] }];

function stopsOf(
  list: readonly PsdValue[],
  valuesOf: (stop: PsdValue) => readonly number[] | undefined,
): readonly Stop[] {
  return list
    .flatMap((stop) => {
      const values = valuesOf(stop);
      const at = (numberAt(stop, 'Lctn') ?? 0) / WHOLE;
      const middle = (numberAt(stop, 'Mdpn') ?? 50) / 100;
      return values ? [{ at, middle: Math.min(0.99, Math.max(0.01, middle)), values }] : [];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** The values at a place: between two stops, half of each at the middle that is said. */
function valuesAt(stops: readonly Stop[], place: number): readonly number[] {
  const next = stops.findIndex(({ at }) => at > place);
  if (next <= 0) return (next === 0 ? stops[0] : stops.at(-1))?.values ?? [];
  const [from, to] = [stops[next - 1], stops[next]];
  if (!from || !to) return [];
  const way = (place - from.at) / (to.at - from.at);
  const share = way < to.middle ? way / to.middle / 2 : 0.5 + (way - to.middle) / (1 - to.middle) / 2;
  return from.values.map((value, i) => value + ((to.values[i] ?? value) - value) * share);
}

type Place = (x: number, y: number) => number;

/** The kinds of gradients that are drawn, from the middle of a box: -1…1 along the angle is the whole. */
function placeOf(kind: PsdValue | undefined, angle: number, scale: number, { width, height }: Rect): Place | undefined {
  const [cos, sin] = [Math.cos(angle), -Math.sin(angle)];
  const half = ((Math.abs(width * cos) + Math.abs(height * sin)) / 2) * scale;
  const along: Place = (x, y) => (x * cos + y * sin) / half;
  const across: Place = (x, y) => (y * cos - x * sin) / half;
  if (kind === 'Lnr ') return (x, y) => (along(x, y) + 1) / 2;
  if (kind === 'Rflc') return (x, y) => Math.abs(along(x, y));
  if (kind === 'Dmnd') return (x, y) => Math.abs(along(x, y)) + Math.abs(across(x, y));
  // Against the clock.
  if (kind === 'Angl') return (x, y) => (1 - Math.atan2(across(x, y), along(x, y)) / (2 * Math.PI)) % 1;
  return kind === 'Rdl ' ? (x, y) => Math.hypot(x, y) / half : undefined;
}

/** More than any canvas tells apart. */
const ENTRIES = 4096;

/** Stops in the space that they are mixed in, and the way from there to samples. */
interface Mixed {
  readonly stops: readonly Stop[];
  readonly back: (values: readonly number[]) => readonly number[];
}

/** The samples and the alpha at each place of a gradient. */
function tableOf({ stops: colors, back }: Mixed, clear: readonly Stop[], isReversed: boolean): Uint8Array {
  const size = (colors[0]?.values.length ?? 0) + 1;
  const table = new Uint8Array(ENTRIES * size);
  for (let i = 0; i < ENTRIES; i++) {
    const place = (isReversed ? ENTRIES - 1 - i : i) / (ENTRIES - 1);
    table.set([...back(valuesAt(colors, place)), ...valuesAt(clear, place)].map(Math.round), i * size);
  }
  return table;
}

/** The middle of a gradient in its box, which may be moved by percents of that. */
function middleOf(said: PsdValue | undefined, { x, y, width, height }: Rect): readonly [x: number, y: number] {
  const moved = (key: string): number => 0.5 + (numberAt(said, 'Ofst', key) ?? 0) / 100;
  return [x + width * moved('Hrzn'), y + height * moved('Vrtc')];
}

/** A gradient that can be drawn: the samples of its places, and the place of each pixel of the canvas. */
interface Drawable {
  readonly table: Uint8Array;
  readonly place: Place;
}

/** Undefined for kinds and colours that are not drawn. */
function drawableOf(said: PsdValue | undefined, box: Rect, header: SampleHeader): Drawable | undefined {
  const gradient = valueAt(said, 'Grad');
  const colors = stopsOf(listAt(gradient, 'Clrs'), (stop) => samplesAt(stop, 'Clr ', header));
  const clear = stopsOf(listAt(gradient, 'Trns'), (stop) => [(numberAt(stop, 'Opct') ?? 100) * 2.55]);
  const scale = (numberAt(said, 'Scl ') ?? 100) / 100;
  const from = placeOf(valueAt(said, 'Type'), ((numberAt(said, 'Angl') ?? 90) * Math.PI) / 180, scale, box);
  if (!from || colors.length === 0 || scale <= 0) return undefined;
  const [middle, center] = middleOf(said, box);
  const place: Place = (x, y) => Math.min(1, Math.max(0, from(x + 0.5 - middle, y + 0.5 - center)));
  return {
    place,
    table: tableOf(mixing(said, colors, header), clear.length > 0 ? clear : OPAQUE, valueAt(said, 'Rvrs') === true),
  };
}

/** A space that colours are mixed in, there and back, 0…1 each. */
interface MixingSpace {
  readonly into: (color: readonly number[]) => readonly number[];
  readonly back: (color: readonly number[]) => readonly number[];
}

const LIGHT: MixingSpace = { into: (color) => color.map(fromSrgb), back: (color) => color.map(toSrgb) };

type Matrix = readonly (readonly number[])[];
const times = (matrix: Matrix, [a = 0, b = 0, c = 0]: readonly number[]): readonly number[] =>
  matrix.map(([x = 0, y = 0, z = 0]) => x * a + y * b + z * c);

// Björn Ottosson, "A perceptual color space for image processing": Oklab from the light of sRGB and back.
const TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const FROM_LAB: Matrix = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const FROM_CONES: Matrix = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];
const OKLAB: MixingSpace = {
  into: (color) => times(TO_LAB, times(TO_CONES, LIGHT.into(color)).map(Math.cbrt)),
  back: (color) =>
    LIGHT.back(
      times(
        FROM_CONES,
        times(FROM_LAB, color).map((value) => value ** 3),
      ).map((value) => Math.min(1, Math.max(0, value))),
    ),
};

/** The ways of newer files, by their names there; without one samples are mixed as they are. */
const SPACES: Readonly<Record<string, MixingSpace>> = { Perc: OKLAB, Lnr: LIGHT, 'Lnr ': LIGHT };

/** Stops that are mixed in the space that a gradient of RGB names, and the way back. */
function mixing(said: PsdValue | undefined, stops: readonly Stop[], header: SampleHeader): Mixed {
  const way = valueAt(said, 'gs99');
  const space = header.mode.space === 'srgb' && typeof way === 'string' ? SPACES[way] : undefined;
  if (!space) return { stops, back: (values: readonly number[]) => values };
  const into = (values: readonly number[]): readonly number[] => space.into(values.map((value) => value / 255));
  return {
    stops: stops.map((stop) => ({ ...stop, values: into(stop.values) })),
    back: (values: readonly number[]) => space.back(values).map((value) => value * 255),
  };
}

type SampleHeader = Pick<PsdHeader, 'mode' | 'depth'>;

/**
 * A rectangle full of a gradient in the samples of a file, as large as its box or the canvas says; undefined for kinds and
 * colours that are not drawn.
 */
export function drawGradient(
  said: PsdValue | undefined,
  rect: Rect,
  header: SampleHeader & Pick<PsdHeader, 'width' | 'height'>,
  ownBox = rect,
): PsdRaster | undefined {
  const isAligned = valueAt(said, 'Algn') !== false;
  const drawable = drawableOf(
    said,
    isAligned ? ownBox : { x: 0, y: 0, width: header.width, height: header.height },
    header,
  );
  if (!drawable) return undefined;
  const { table, place } = drawable;
  const raster = makeRaster(rect, header.mode.colors);
  const size = raster.colors + 1;
  for (let y = 0, at = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++, at += size) {
      const entry = Math.round(place(rect.x + x, rect.y + y) * (ENTRIES - 1)) * size;
      for (let i = 0; i < size; i++) raster.data[at + i] = table[entry + i] ?? 0;
    }
  }
  return raster;
}
