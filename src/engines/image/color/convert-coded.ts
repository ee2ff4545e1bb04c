import { fromSrgb } from '../../../model/srgb-curve.ts';
import type { ColorCoding, Transfer } from './coded-colors.ts';
import { lightToXyz, matrixToSrgb } from './rgb-to-xyz.ts';

// ITU-R BT.2408: reference white of SDR, and peak white of HDR, in nits, where a file declares neither.
const REFERENCE_WHITE = 203;
const BRIGHTEST = 1000;

/** SMPTE ST 2084: numbers to light, 1 = reference white. */
function fromPq(value: number): number {
  const root = value ** (1 / 78.84375);
  return (
    (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125) *
    (10_000 / REFERENCE_WHITE)
  );
}

/** ITU-R BT.2100, HLG: numbers to light of the scene. */
function fromHlg(value: number): number {
  return value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12;
}

function lightOf(transfer: Transfer): (value: number) => number {
  if (transfer === 'pq') return fromPq;
  if (transfer === 'hlg') return fromHlg;
  return transfer === 'srgb' ? fromSrgb : (value) => value ** transfer.gamma;
}

// ITU-R BT.2100: the system gamma of a screen, less one.
const SYSTEM = 0.2;
const MOST_LIGHT = BRIGHTEST / REFERENCE_WHITE;

/** The factor by which light of the scene becomes light of a screen (HLG alone). `luma`: its brightness. */
const shownBy = (luma: number): number => luma ** SYSTEM * MOST_LIGHT;

/**
 * The factor that HDR is dimmed by for screens that are none, as Chromium does: highlights lose most. `brightest`: of the
 * three colours; `most`: the light that becomes white.
 */
export const dimmedBy = (brightest: number, most: number = MOST_LIGHT): number =>
  (1 + brightest / most ** 2) / (1 + brightest);

/** Steps of light in which the value that stands for it is looked up, for each value. */
const STEPS = 16;

/** Rounds light to the value that stands for it in sRGB, 0…most: by a table, for the curve itself takes ten times as long. */
export function makeRounding(most: number): (light: number) => number {
  // The light from which on a value is the nearest one.
  const first = Float64Array.from({ length: most + 2 }, (_, value) =>
    value > most ? Infinity : fromSrgb((value - 0.5) / most),
  );
  const steps = STEPS * most;
  const guesses = new Uint16Array(steps + 1);
  for (let step = 0, value = 0; step <= steps; step++) {
    while ((first[value + 1] ?? Infinity) <= step / steps) value++;
    guesses[step] = value;
  }
  return (light) => {
    if (!(light > 0)) return 0;
    if (light >= 1) return most;
    let value = guesses[Math.floor(light * steps)] ?? 0;
    while ((first[value + 1] ?? Infinity) <= light) value++;
    return value;
  };
}

/** Samples of 8 or 16 bits, pixel by pixel, colours first. */
export interface CodedPixels {
  readonly samples: Uint8Array | Uint16Array;
  readonly channels: number;
}

/** Makes what turns colours of a coding into sRGB as browsers show them, in place. `most`: the sample of a value of 1. */
export function makeConversion(
  { primaries, transfer }: ColorCoding,
  most: 255 | 65_535,
): (pixels: CodedPixels) => void {
  const light = Float64Array.from({ length: most + 1 }, (_, i) => lightOf(transfer)(i / most));
  const [toRed, toGreen, toBlue] = matrixToSrgb(primaries);
  const [lumaRed, lumaGreen, lumaBlue] = lightToXyz(primaries)[1];
  const stored = makeRounding(most);
  const [isHdr, isScene] = [transfer === 'pq' || transfer === 'hlg', transfer === 'hlg'];
  return ({ samples, channels }) => {
    for (let at = 0; at + 2 < samples.length; at += channels) {
      let r = light[samples[at] ?? 0] ?? 0;
      let g = light[samples[at + 1] ?? 0] ?? 0;
      let b = light[samples[at + 2] ?? 0] ?? 0;
      if (isHdr) {
        const by = isScene ? shownBy(lumaRed * r + lumaGreen * g + lumaBlue * b) : 1;
        const whole = by * dimmedBy(Math.max(r, g, b) * by);
        [r, g, b] = [r * whole, g * whole, b * whole];
      }
      samples[at] = stored(toRed[0] * r + toRed[1] * g + toRed[2] * b);
      samples[at + 1] = stored(toGreen[0] * r + toGreen[1] * g + toGreen[2] * b);
      samples[at + 2] = stored(toBlue[0] * r + toBlue[1] * g + toBlue[2] * b);
    }
  };
}
