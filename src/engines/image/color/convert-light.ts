import { dimmedBy, makeRounding } from './convert-coded.ts';
import { matrixToSrgb } from './rgb-to-xyz.ts';
import { areSound, type Primaries, SRGB_PRIMARIES } from './coded-colors.ts';

/** A picture of light, as far as its conversion needs to know it. */
interface Light {
  /** The light that becomes white, at least 1: a picture without brighter light than white stays as it is. */
  readonly brightest: number;
  readonly channels: 1 | 3 | 4;
  /** Absent, or none that can be mixed to white = sRGB's. */
  readonly primaries?: Primaries | undefined;
}

const MOST = 65_535;

// Floats may be endless or no number.
const sound = (value: number): number => (value > 0 ? Math.min(value, 1e9) : 0);

/**
 * Makes what turns light, 1 = white, into samples of sRGB of 16 bits, pixel by pixel, as HDR pictures are dimmed. Colours
 * that are multiplied by alpha are divided by it first.
 */
export function makeDimming(light: Light): (row: Float32Array, out: Uint16Array) => void {
  const { brightest, channels, primaries = SRGB_PRIMARIES } = light;
  const rounded = makeRounding(MOST);
  const [toRed, toGreen, toBlue] = matrixToSrgb(areSound(primaries) ? primaries : SRGB_PRIMARIES);
  if (channels === 1) {
    return (row, out) => {
      for (let at = 0; at < row.length; at++) {
        const value = sound(row[at] ?? 0);
        out[at] = rounded(value * dimmedBy(value, brightest));
      }
    };
  }
  return (row, out) => {
    for (let at = 0; at + channels <= row.length; at += channels) {
      let [r, g, b] = [sound(row[at] ?? 0), sound(row[at + 1] ?? 0), sound(row[at + 2] ?? 0)];
      if (channels === 4) {
        const opacity = Math.min(1, sound(row[at + 3] ?? 0));
        out[at + 3] = Math.round(opacity * MOST);
        if (opacity > 0) [r, g, b] = [r / opacity, g / opacity, b / opacity];
      }
      const by = dimmedBy(Math.max(r, g, b), brightest);
      [r, g, b] = [r * by, g * by, b * by];
      out[at] = rounded(toRed[0] * r + toRed[1] * g + toRed[2] * b);
      out[at + 1] = rounded(toGreen[0] * r + toGreen[1] * g + toGreen[2] * b);
      out[at + 2] = rounded(toBlue[0] * r + toBlue[1] * g + toBlue[2] * b);
    }
  };
}
