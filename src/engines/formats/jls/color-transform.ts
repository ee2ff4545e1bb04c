import { SourceError } from '../../../model/errors.ts';

/** Makes red, green and blue of three numbers, each modulo the range of samples. */
type Mix = (first: number, second: number, third: number) => readonly [number, number, number];

/** The three ways in which Hewlett-Packard's program mixes colours, which others took over; `half` of the range of samples. */
const mixes = (half: number): readonly Mix[] => [
  (red, green, blue) => [red + green - half, green, blue + green - half],
  (red, green, blue) => {
    const mixed = (red + green - half) & (2 * half - 1);
    return [mixed, green, blue + ((mixed + green) >> 1) - half];
  },
  (sum, blue, red) => {
    const green = (sum - ((red + blue) >> 2) + (half >> 1)) & (2 * half - 1);
    return [red + green - half, green, blue + green - half];
  },
];

/** Takes the mixing of colours of so many bits back, in place. Throws SourceError where nothing is known of it. */
export function unmix(samples: Uint8Array | Uint16Array, transform: number, precision: number): void {
  const mix = mixes(2 ** (precision - 1))[transform - 1];
  if (mix === undefined || precision !== 8 * samples.BYTES_PER_ELEMENT) {
    const got = `one of ${precision} bits whose colours are mixed in the way ${transform}`;
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a JPEG-LS in RGB, got ${got}`, {
      hint: 'Save it as TIFF or PNG.',
    });
  }
  for (let at = 0; at + 2 < samples.length; at += 3) {
    const [red, green, blue] = mix(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0);
    // Arrays of numbers keep their last bits.
    samples[at] = red;
    samples[at + 1] = green;
    samples[at + 2] = blue;
  }
}
