/** Deep samples of pixels, rows from the top. */
interface DeepPixels {
  readonly data: Uint16Array;
  readonly width: number;
  readonly channels: number;
}

const fraction = (value: number): number => value - Math.floor(value);

// J. Jimenez, "Next generation post processing in Call of Duty: Advanced Warfare" (2014): interleaved gradient noise, 0…1.
const noiseAt = (x: number, y: number): number =>
  fraction(52.982_918_9 * fraction(0.067_110_56 * x + 0.005_837_15 * y));

/** Pixels between the places at which two channels look at the noise: their steps are to fall apart. */
const APART = 5.588_238;

/**
 * Samples in 8 bits, dithered: what lies between two levels becomes the one or the other, by its place, so that areas have the
 * colour in the mean. A sample that is a level stays that.
 */
export function ditherToBytes({ data, width, channels }: DeepPixels): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let i = 0, x = 0, y = 0; i < data.length; x++) {
    if (x === width) [x, y] = [0, y + 1];
    // 65,535 is 255 · 257.
    for (let c = 0; c < channels; c++, i++) {
      out[i] = Math.floor((data[i] ?? 0) / 257 + noiseAt(x + c * APART, y + c * APART));
    }
  }
  return out;
}
