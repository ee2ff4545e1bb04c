import type { Picture } from '../../picture.ts';

// The format is that of https://evanw.github.io/thumbhash: per channel the mean and a triangle of waves, as so many bits.
// Waves across and down; brightness has fewer where there is transparency, whose own take their room.
const WAVES = { color: 3, alpha: 5, light: 7, lightBesideAlpha: 5 } as const;

/** One channel, 0…1 or -1…1, row by row. */
type Channel = Float64Array;

/** A channel as waves: its mean, the strengths of the others in -1…1, and what these were divided by. */
interface Waves {
  readonly mean: number;
  readonly strengths: readonly number[];
  readonly scale: number;
}

/** Brightness, yellow against blue, red against green, and alpha. */
interface Channels {
  readonly light: Channel;
  readonly yellow: Channel;
  readonly red: Channel;
  readonly alpha: Channel;
  readonly isClear: boolean;
}

/** The opacity of each pixel, 0…1. */
function opacityOf({ data, width, height, channels }: Picture): Channel {
  const alpha = new Float64Array(width * height).fill(1);
  if (channels === 4) for (let i = 0; i < alpha.length; i++) alpha[i] = (data[i * 4 + 3] ?? 0) / 255;
  return alpha;
}

/** One channel of colour, laid onto its own mean. */
function overMean({ data, channels }: Picture, at: number, alpha: Channel, covered: number): Channel {
  const laid = new Float64Array(alpha.length);
  let sum = 0;
  for (let i = 0; i < laid.length; i++) {
    laid[i] = ((alpha[i] ?? 0) / 255) * (data[i * channels + at] ?? 0);
    sum += laid[i] ?? 0;
  }
  const mean = covered === 0 ? sum : sum / covered;
  for (let i = 0; i < laid.length; i++) laid[i] = mean * (1 - (alpha[i] ?? 0)) + (laid[i] ?? 0);
  return laid;
}

/** The channels of a picture, laid onto its own mean colour. */
function channelsOf(picture: Picture): Channels {
  const alpha = opacityOf(picture);
  let covered = 0;
  for (const one of alpha) covered += one;
  const red = overMean(picture, 0, alpha, covered);
  const green = overMean(picture, 1, alpha, covered);
  const blue = overMean(picture, 2, alpha, covered);
  const light = new Float64Array(alpha.length);
  const yellow = new Float64Array(alpha.length);
  for (let i = 0; i < alpha.length; i++) {
    const [r, g, b] = [red[i] ?? 0, green[i] ?? 0, blue[i] ?? 0];
    light[i] = (r + g + b) / 3;
    yellow[i] = (r + g) / 2 - b;
    red[i] = r - g;
  }
  return { light, yellow, red, alpha, isClear: covered < alpha.length };
}

/** Half waves over `length` pixels, one after the other: none, one, two … */
function cosines(length: number, count: number): Float64Array {
  const table = new Float64Array(length * count);
  for (let wave = 0; wave < count; wave++)
    for (let i = 0; i < length; i++) table[wave * length + i] = Math.cos((Math.PI / length) * wave * (i + 0.5));
  return table;
}

/** The sums of each row times each wave across: what all waves down share, and nearly all of the work. */
function rowSums(channel: Channel, width: number, height: number, across: number): Float64Array {
  const table = cosines(width, across);
  const sums = new Float64Array(across * height);
  for (let wave = 0; wave < across; wave++)
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let x = 0; x < width; x++) sum += (channel[y * width + x] ?? 0) * (table[wave * width + x] ?? 0);
      sums[wave * height + y] = sum;
    }
  return sums;
}

/** The waves of a channel whose numbers, across and down, lie within a triangle. */
function wavesOf(channel: Channel, { width, height }: Picture, across: number, down: number): Waves {
  const sums = rowSums(channel, width, height, across);
  const table = cosines(height, down);
  const strengths: number[] = [];
  for (let j = 0; j < down; j++) {
    for (let i = 0; i * down < across * (down - j); i++) {
      let strength = 0;
      for (let y = 0; y < height; y++) strength += (sums[i * height + y] ?? 0) * (table[j * height + y] ?? 0);
      strengths.push(strength / (width * height));
    }
  }
  const [mean = 0, ...others] = strengths;
  const scale = Math.max(0, ...others.map(Math.abs));
  return { mean, strengths: scale === 0 ? others : others.map((one) => one / scale), scale };
}

/** A number of 0…1 in so many steps. */
const steps = (value: number, most: number): number => Math.round(most * value);

/** Quantises -1…1 likewise; 0 lies between two steps. */
const signed = (value: number, most: number): number => Math.round(most / 2 + (most / 2) * value);

/** ThumbHash of a picture of at most 100 pixels a side. */
export function thumbHash(picture: Picture): Uint8Array {
  const { width, height } = picture;
  const channels = channelsOf(picture);
  const { isClear } = channels;
  const most = isClear ? WAVES.lightBesideAlpha : WAVES.light;
  const wavesAlong = (side: number): number => Math.max(1, Math.round((most * side) / Math.max(width, height)));
  const [across, down] = [wavesAlong(width), wavesAlong(height)];
  const { color, alpha: ofAlpha } = WAVES;
  const light = wavesOf(channels.light, picture, Math.max(color, across), Math.max(color, down));
  const yellow = wavesOf(channels.yellow, picture, color, color);
  const red = wavesOf(channels.red, picture, color, color);
  const alpha = isClear ? [wavesOf(channels.alpha, picture, ofAlpha, ofAlpha)] : [];
  const isWide = width > height;
  const means =
    steps(light.mean, 63) |
    (signed(yellow.mean, 63) << 6) |
    (signed(red.mean, 63) << 12) |
    (steps(light.scale, 31) << 18) |
    (Number(isClear) << 23);
  const sizes =
    (isWide ? down : across) | (steps(yellow.scale, 63) << 3) | (steps(red.scale, 63) << 9) | (Number(isWide) << 15);
  const head = [means & 255, (means >> 8) & 255, means >> 16, sizes & 255, sizes >> 8];
  for (const { mean, scale } of alpha) head.push(steps(mean, 15) | (steps(scale, 15) << 4));
  const nibbles = [light, yellow, red, ...alpha].flatMap(({ strengths }) => strengths.map((one) => signed(one, 15)));
  const pairs = Array.from({ length: Math.ceil(nibbles.length / 2) }, (_, i) => {
    return (nibbles[2 * i] ?? 0) | ((nibbles[2 * i + 1] ?? 0) << 4);
  });
  return Uint8Array.from([...head, ...pairs]);
}
