import type { Picture } from '../../picture.ts';
import { openPicture, toPicture } from '../source/pixels.ts';
import { sharp } from '../libvips.ts';
import type { Colors } from './palettes.ts';

/** A colour and how many pixels have it. */
interface Cluster {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly weight: number;
}

function countColors({ data, channels }: Picture): readonly Cluster[] {
  const counts = new Map<number, number>();
  let last = -1;
  let run = 0;
  const add = (): void => {
    if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
  };
  // Neighbours are alike more often than not.
  for (let i = 0; i < data.length; i += channels) {
    const color = ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    if (color !== last) {
      add();
      [last, run] = [color, 0];
    }
    run++;
  }
  add();
  return [...counts].map(([color, weight]) => ({ r: color >> 16, g: (color >> 8) & 255, b: color & 255, weight }));
}

/** Pixels that a palette is made from: on photographs its error is that of four times as many, within 0.1 dB. */
const ENOUGH_PIXELS = 40_000;
/** A drawing has fewer colours; all its pixels are looked at, so that none is missed. */
const DRAWN_COLORS = 4096;

function isDrawn({ data, channels }: Picture): boolean {
  const colors = new Set<number>();
  for (let i = 0; i < data.length && colors.size <= DRAWN_COLORS; i += channels) {
    colors.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
  }
  return colors.size <= DRAWN_COLORS;
}

/** A photograph with as many pixels as are enough, none of them mixed; a drawing as it is. */
async function sampled(picture: Picture): Promise<Picture> {
  const { width, height } = picture;
  const factor = Math.sqrt(ENOUGH_PIXELS / (width * height));
  if (factor >= 1 || isDrawn(picture)) return picture;
  const [across, down] = [Math.ceil(width * factor), Math.ceil(height * factor)];
  return toPicture(openPicture(picture).resize(across, down, { fit: 'fill', kernel: 'nearest' }));
}

/** The cost of joining two clusters: by how much the squared error of their pixels grows (Ward's criterion). */
function cost(one: Cluster, other: Cluster): number {
  const distance = (one.r - other.r) ** 2 + (one.g - other.g) ** 2 + (one.b - other.b) ** 2;
  return (distance * one.weight * other.weight) / (one.weight + other.weight);
}

function join(one: Cluster, other: Cluster): Cluster {
  const weight = one.weight + other.weight;
  const mean = (a: number, b: number): number => (a * one.weight + b * other.weight) / weight;
  return { r: mean(one.r, other.r), g: mean(one.g, other.g), b: mean(one.b, other.b), weight };
}

/** Whom it costs least to join one with, and what. */
interface Match {
  readonly other: Cluster;
  readonly price: number;
}

function matchFor(one: Cluster, clusters: readonly Cluster[]): Match {
  let match: Match = { other: one, price: Infinity };
  for (const other of clusters) {
    const price = other === one ? Infinity : cost(one, other);
    if (price < match.price) match = { other, price };
  }
  return match;
}

/** libimagequant knows powers of two only; what is too many is joined, two at a time, where it is seen least. */
function reduce(clusters: readonly Cluster[], count: number): readonly Cluster[] {
  // Kept from one joining to the next: few change their match.
  const matches = new Map(clusters.map((one) => [one, matchFor(one, clusters)]));
  while (matches.size > count) {
    const [one, { other }] = [...matches].reduce((best, pair) => (pair[1].price < best[1].price ? pair : best));
    const joined = join(one, other);
    matches.delete(one);
    matches.delete(other);
    const rest = [...matches.keys()];
    for (const [each, match] of matches) {
      const price = cost(each, joined);
      if (match.other === one || match.other === other) matches.set(each, matchFor(each, [...rest, joined]));
      else if (price < match.price) matches.set(each, { other: joined, price });
    }
    matches.set(joined, matchFor(joined, rest));
  }
  return [...matches.keys()];
}

/** The at most `count` colours (1…256) that suit an opaque picture best, in a fixed order. */
export async function adaptiveColors(picture: Picture, count: number): Promise<Colors> {
  const colours = Math.max(2, 2 ** Math.ceil(Math.log2(count)));
  const png = { palette: true, effort: 4, dither: 0, colours, compressionLevel: 0 };
  const file = await openPicture(await sampled(picture))
    .png(png)
    .toBuffer();
  const clusters = reduce(countColors(await toPicture(sharp(file))), count);
  const colors = clusters.map(({ r, g, b }) => [Math.round(r), Math.round(g), Math.round(b)] as const);
  return colors.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}
