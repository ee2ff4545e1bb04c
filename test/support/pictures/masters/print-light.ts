import { fromSrgb } from '../../../../src/model/srgb-curve.ts';

/** Light of an sRGB picture of 8 bits: the same samples, 1 = white. */
export const lightOf = (samples: Uint8Array): Float32Array =>
  Float32Array.from(samples, (value) => fromSrgb(value / 255));

const int = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeInt32LE(value, 4 * i);
  return bytes;
};

const floats = (...values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);

const attribute = (name: string, type: string, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${name}\0${type}\0`), int(value.length), value]);

/** An OpenEXR of floats. */
export interface PrintedExr {
  readonly width: number;
  readonly height: number;
  /** Samples by the name of their channel, row by row. */
  readonly channels: Readonly<Record<string, ArrayLike<number>>>;
  /** Where its first pixel lies. */
  readonly origin?: readonly [number, number];
  /** The box that is shown, left, top, right, bottom; absent = all of the pixels. */
  readonly shown?: readonly [number, number, number, number];
  readonly primaries?: readonly number[];
  readonly flags?: number;
  readonly compression?: number;
  /** Channels of which one sample stands for so many pixels, across and down. */
  readonly sampling?: Readonly<Record<string, number>>;
}

const FLOAT = 2;
const HALF = 1;

interface Listed {
  readonly type: number;
  readonly linear: boolean;
  readonly sampling: number;
}

type Head = Pick<PrintedExr, 'shown' | 'primaries' | 'flags' | 'compression'> & {
  readonly box: Buffer;
  readonly channels: Readonly<Record<string, Listed>>;
};

/** The header of an OpenEXR of one part. */
function exrHead({ box, channels, shown, primaries, flags = 0, compression = 0 }: Head): Buffer {
  const list = Object.entries(channels).map(([name, { type, linear, sampling }]) =>
    Buffer.concat([Buffer.from(`${name}\0`), int(type, Number(linear), sampling, sampling)]),
  );
  return Buffer.concat([
    int(20_000_630, 2 | flags),
    attribute('channels', 'chlist', Buffer.concat([...list, Buffer.alloc(1)])),
    attribute('compression', 'compression', Buffer.from([compression])),
    attribute('dataWindow', 'box2i', box),
    attribute('displayWindow', 'box2i', shown ? int(...shown) : box),
    attribute('lineOrder', 'lineOrder', Buffer.alloc(1)),
    attribute('owner', 'string', Buffer.from('somebody')),
    ...(primaries ? [attribute('chromaticities', 'chromaticities', floats(...primaries))] : []),
    attribute('pixelAspectRatio', 'float', floats(1)),
    attribute('screenWindowCenter', 'v2f', floats(0, 0)),
    attribute('screenWindowWidth', 'float', floats(1)),
    Buffer.alloc(1),
  ]);
}

/** The samples of a channel in a row of the picture: none where it has one for several rows, and this is no first of them. */
function samplesIn(row: number, { width, samples, step }: { width: number; samples: ArrayLike<number>; step: number }) {
  if (row % step > 0) return floats();
  const count = Math.ceil(width / step);
  return floats(...Array.from(samples).slice((row / step) * count, (row / step + 1) * count));
}

/** Prints an OpenEXR of one part, not compressed, its channels floats of 32 bits. */
export function printExr({ width, height, channels, origin = [0, 0], sampling = {}, ...more }: PrintedExr): Buffer {
  const names = Object.keys(channels).toSorted();
  const [left, top] = origin;
  const box = int(left, top, left + width - 1, top + height - 1);
  const stepOf = (name: string): number => sampling[name] ?? 1;
  const listed = names.map((name) => [name, { type: FLOAT, linear: false, sampling: stepOf(name) }] as const);
  const head = exrHead({ ...more, box, channels: Object.fromEntries(listed) });
  const table = Buffer.alloc(8 * height);
  let at = head.length + table.length;
  const rows = Array.from({ length: height }, (_, y) => {
    table.writeBigUInt64LE(BigInt(at), 8 * y);
    const samples = names.map((name) => samplesIn(y, { width, samples: channels[name]!, step: stepOf(name) }));
    const bytes = samples.reduce((sum, { length }) => sum + length, 0);
    at += 8 + bytes;
    return Buffer.concat([int(top + y, bytes), ...samples]);
  });
  return Buffer.concat([head, table, ...rows]);
}

/** The bits of a number that a half holds without rounding. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | ((Math.abs(value) / 2 ** exponent - 1) * 1024);
}

/** A block of 4×4 equal halves, as B44A packs it: the bits in the order of what they say, and a shift that no other block has. */
function flatBlock(value: number): Buffer {
  const bits = halfBits(value);
  const ordered = (bits & 0x8000) === 0 ? bits | 0x8000 : ~bits & 0xffff;
  return Buffer.from([ordered >> 8, ordered & 0xff, 13 << 2]);
}

/**
 * Prints an OpenEXR of one colour, `side` pixels each way (32 at most, in whole blocks), packed as B44A: its channels halves, each a
 * value and how many pixels one sample of it stands for, across and down.
 */
export function printFlatExr(
  side: number,
  channels: Readonly<Record<string, readonly [value: number, sampling: number, linear?: boolean]>>,
): Buffer {
  const names = Object.keys(channels).toSorted();
  const listed = names.map(
    (name) => [name, { type: HALF, linear: channels[name]![2] === true, sampling: channels[name]![1] }] as const,
  );
  const box = int(0, 0, side - 1, side - 1);
  const head = exrHead({ compression: 7, box, channels: Object.fromEntries(listed) });
  const blocks = names.flatMap((name) => {
    const [value, sampling] = channels[name]!;
    return Array.from({ length: Math.ceil(side / sampling / 4) ** 2 }, () => flatBlock(value));
  });
  const packed44 = Buffer.concat(blocks);
  const table = Buffer.alloc(8);
  table.writeBigUInt64LE(BigInt(head.length + table.length));
  return Buffer.concat([head, table, int(0, packed44.length), packed44]);
}

/** The channels R, G, B (and A) of interleaved samples. */
export function planesOf(samples: ArrayLike<number>, channels: 3 | 4): Record<string, number[]> {
  const all = Array.from(samples);
  return Object.fromEntries(
    ['R', 'G', 'B', 'A'].slice(0, channels).map((name, i) => [name, all.filter((_, at) => at % channels === i)]),
  );
}

/** The four bytes of a pixel: mantissas and the exponent that they share (Radiance, color.c). */
function rgbe(pixel: readonly number[]): readonly number[] {
  const brightest = Math.max(...pixel);
  if (brightest < 1e-32) return [0, 0, 0, 0];
  const exponent = Math.floor(Math.log2(brightest)) + 1;
  return [...pixel.map((value) => Math.min(255, Math.floor((value * 256) / 2 ** exponent))), exponent + 128];
}

/** A row, packed colour by colour where it is wide enough. */
function packed(row: readonly (readonly number[])[]): Buffer {
  const channels = [0, 1, 2, 3].map((channel) =>
    row.flatMap((pixel, x) => (x % 128 === 0 ? [Math.min(128, row.length - x), pixel[channel]!] : [pixel[channel]!])),
  );
  return Buffer.from([2, 2, row.length >> 8, row.length & 255, ...channels.flat()]);
}

/**
 * Prints a Radiance picture of rows of light, 3 samples a pixel. `sizes`: the line that tells the way of its rows, `variables`
 * those before it; `pack`: its rows are packed.
 */
export function printRadiance(
  light: ArrayLike<number>,
  [width, height]: readonly [number, number],
  { sizes = `-Y ${height} +X ${width}`, variables = 'FORMAT=32-bit_rle_rgbe', pack = false } = {},
): Buffer {
  const pixels = Array.from({ length: width * height }, (_, i) =>
    rgbe([light[3 * i]!, light[3 * i + 1]!, light[3 * i + 2]!]),
  );
  const rows = Array.from({ length: height }, (_, y) => pixels.slice(y * width, (y + 1) * width));
  const head = Buffer.from(`#?RADIANCE\n# a comment\n${variables}\n\n${sizes}\n`);
  return Buffer.concat([head, ...rows.map((row) => (pack ? packed(row) : Buffer.from(row.flat())))]);
}
