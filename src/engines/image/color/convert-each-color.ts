import type { ConvertColors, Samples } from './littlecms.ts';

/** Colours that are remembered, each at a place that follows from its bytes. */
const PLACES = 2 ** 18;

/** Pixels that are looked at before those that are not known are converted together. */
const MOST_PIXELS = 2 ** 16;

// Knuth's multiplicative hash: 2³² divided by the golden ratio.
const SPREAD = 0x9e37_79b1;
const PLACE_BITS = 18;

/** Pixels of 8 bits a colour, which may have one sample more. */
interface BytePixels {
  readonly samples: Uint8Array;
  /** Colours of a pixel, 1…4. */
  readonly colors: number;
  /** Samples of a pixel. */
  readonly channels: number;
}

/** The colours of pixels, remembered once they are converted. */
class KnownColors {
  readonly #keys = new Uint32Array(PLACES);
  readonly #filled = new Uint8Array(PLACES);
  readonly #pixels: BytePixels;
  readonly #values: Samples;
  readonly #toColors: number;
  readonly #convert: ConvertColors;

  constructor(pixels: BytePixels, toColors: number, like: Samples, convert: ConvertColors) {
    const length = PLACES * toColors;
    this.#pixels = pixels;
    this.#values = like instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);
    this.#toColors = toColors;
    this.#convert = convert;
  }

  #keyOf(pixel: number): number {
    const { samples, colors, channels } = this.#pixels;
    let key = 0;
    for (let i = pixel * channels, end = i + colors; i < end; i++) key = (key << 8) | (samples[i] ?? 0);
    return key >>> 0;
  }

  /** Converts the colours of some pixels from `first` on that are not known yet. */
  learn(first: number, last: number): void {
    const { samples, colors, channels } = this.#pixels;
    const wanted = new Uint8Array((last - first) * colors);
    const places = new Uint32Array(last - first);
    let count = 0;
    for (let pixel = first; pixel < last; pixel++) {
      const key = this.#keyOf(pixel);
      const place = Math.imul(key, SPREAD) >>> (32 - PLACE_BITS);
      if (this.#filled[place] === 1 && this.#keys[place] === key) continue;
      this.#filled[place] = 1;
      this.#keys[place] = key;
      for (let c = 0; c < colors; c++) wanted[count * colors + c] = samples[pixel * channels + c] ?? 0;
      places[count++] = place;
    }
    this.#store(wanted, places, count);
  }

  #store(wanted: Uint8Array, places: Uint32Array, count: number): void {
    const size = this.#toColors;
    const converted = this.#values instanceof Uint8Array ? new Uint8Array(count * size) : new Uint16Array(count * size);
    this.#convert(wanted, converted, count);
    for (let i = 0; i < count; i++) {
      const at = (places[i] ?? 0) * size;
      for (let c = 0; c < size; c++) this.#values[at + c] = converted[i * size + c] ?? 0;
    }
  }

  /** Writes the converted colour of a pixel; false where another colour has taken its place since. */
  write(pixel: number, into: Samples, to: number): boolean {
    const key = this.#keyOf(pixel);
    const place = Math.imul(key, SPREAD) >>> (32 - PLACE_BITS);
    if (this.#keys[place] !== key) return false;
    const size = this.#toColors;
    for (let c = 0, from = place * size; c < size; c++, from++) into[to + c] = this.#values[from] ?? 0;
    return true;
  }
}

/**
 * Converts the colours of pixels of 8 bits, each but once as a rule: photographs repeat theirs, and asking the profiles takes
 * fifty times as long as looking a colour up. `into` has as many samples a pixel as `toColors` and, where the pixels have one
 * more than colours, that one, which is left alone.
 */
export function convertEachColor(pixels: BytePixels, into: Samples, toColors: number, convert: ConvertColors): void {
  const { samples, colors, channels } = pixels;
  const known = new KnownColors(pixels, toColors, into, convert);
  const toChannels = toColors + channels - colors;
  const count = samples.length / channels;
  for (let first = 0; first < count; first += MOST_PIXELS) {
    const last = Math.min(count, first + MOST_PIXELS);
    known.learn(first, last);
    for (let pixel = first; pixel < last; pixel++) {
      if (known.write(pixel, into, pixel * toChannels)) continue;
      known.learn(pixel, pixel + 1);
      known.write(pixel, into, pixel * toChannels);
    }
  }
}
