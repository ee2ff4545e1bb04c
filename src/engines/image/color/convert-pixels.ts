import { convertEachColor } from './convert-each-color.ts';
import { COLORS, type ConversionOrder, type ConvertColors, type Samples, withConversion } from './littlecms.ts';

/** Interleaved samples, colours first; one more than these is alpha. */
interface InterleavedPixels {
  readonly samples: Samples;
  readonly channels: number;
}

const makeSamples = (depth: 8 | 16, length: number): Samples =>
  depth === 8 ? new Uint8Array(length) : new Uint16Array(length);

/** Pixels per batch whose colours are copied out, where they are interleaved with alpha. */
const MOST_PIXELS = 2 ** 16;

/** Copies the first `count` samples of each pixel. */
function copyColors(from: Samples, fromChannels: number, into: Samples, intoChannels: number, count: number): void {
  for (let at = 0, to = 0; to < into.length; at += fromChannels, to += intoChannels) {
    for (let c = 0; c < count; c++) into[to + c] = from[at + c] ?? 0;
  }
}

/** Converts deep pixels, which hardly repeat: without alpha as they are, else a piece at a time. */
function convertAll(pixels: InterleavedPixels, into: Samples, { from, to }: ConversionOrder, run: ConvertColors): void {
  const { samples, channels } = pixels;
  const [colors, toColors] = [COLORS[from.space], COLORS[to.space]];
  const count = samples.length / channels;
  if (channels === colors) return run(samples, into, count);
  const toChannels = toColors + 1;
  for (let first = 0; first < count; first += MOST_PIXELS) {
    const piece = Math.min(MOST_PIXELS, count - first);
    const plain = makeSamples(from.depth, piece * colors);
    const converted = makeSamples(to.depth, piece * toColors);
    copyColors(samples.subarray(first * channels), channels, plain, colors, colors);
    run(plain, converted, piece);
    copyColors(
      converted,
      toColors,
      into.subarray(first * toChannels, (first + piece) * toChannels),
      toChannels,
      toColors,
    );
  }
}

/** The factor by which alpha becomes as deep as the converted colours. */
const alphaFactor = ({ from, to }: ConversionOrder): number =>
  from.depth === to.depth ? 1 : from.depth === 8 ? 257 : 1 / 257;

function copyAlpha({ samples, channels }: InterleavedPixels, into: Samples, toChannels: number, factor: number): void {
  for (let at = channels - 1, to = toChannels - 1; to < into.length; at += channels, to += toChannels) {
    into[to] = Math.round((samples[at] ?? 0) * factor);
  }
}

/**
 * Converts pixels from the colours of one profile into those of another; alpha stays. undefined where a profile can not be
 * used: see `withConversion`.
 */
export async function convertPixels(pixels: InterleavedPixels, order: ConversionOrder): Promise<Samples | undefined> {
  const { samples, channels } = pixels;
  const [colors, toColors] = [COLORS[order.from.space], COLORS[order.to.space]];
  const alpha = channels - colors;
  const toChannels = toColors + alpha;
  return withConversion(order, (run) => {
    const into = makeSamples(order.to.depth, (samples.length / channels) * toChannels);
    if (samples instanceof Uint8Array) convertEachColor({ samples, colors, channels }, into, toColors, run);
    else convertAll(pixels, into, order, run);
    if (alpha > 0) copyAlpha(pixels, into, toChannels, alphaFactor(order));
    return into;
  });
}

/** Tells whether the profiles of a conversion can be used. */
export async function canConvert(order: ConversionOrder): Promise<boolean> {
  return (await withConversion(order, () => true)) ?? false;
}
