/** The preset coding parameters of a file (ITU-T T.87, annex C); 0 or absent = the defaults. */
export interface LsPresets {
  /** The greatest sample value (MAXVAL). */
  readonly most: number;
  /** The thresholds that quantise local gradients (T1, T2, T3). */
  readonly thresholds: readonly [number, number, number];
  /** Samples of a context after which its sums are halved (RESET). */
  readonly reset: number;
}

/** The presets together with the parameters of one scan header. */
export interface LsParameters extends Omit<LsPresets, 'thresholds'> {
  /** The largest error of a sample (NEAR); 0 = lossless. */
  readonly near: number;
  /** Quantised gradients, -4 to 4, by the gradient plus `most` (A.3.3). */
  readonly quantized: Int8Array;
}

const wrong = (what: string): RangeError => new RangeError(`expected numbers of a JPEG-LS, got ${what}`);

/** The default thresholds (C.2.4.1.1.1). */
function defaultThresholds(most: number, near: number): LsPresets['thresholds'] {
  const within = (value: number, least: number): number => (value > most || value < least ? least : value);
  const scaled = (basic: number, least: number, steps: number): number => {
    if (most >= 128) return ((Math.min(most, 4095) + 128) >> 8) * (basic - least) + least + steps * near;
    return Math.max(least, Math.floor(basic / Math.floor(256 / (most + 1))) + steps * near);
  };
  const first = within(scaled(3, 2, 3), near + 1);
  const second = within(scaled(7, 3, 5), first);
  return [first, second, within(scaled(21, 4, 7), second)];
}

/** Quantises each possible gradient: the number of bounds that it reaches, with its sign. */
function quantizeGradients(most: number, bounds: readonly number[]): Int8Array {
  return Int8Array.from({ length: 2 * most + 1 }, (_, i) => {
    const reached = bounds.filter((bound) => Math.abs(i - most) >= bound).length;
    return i < most ? -reached : reached;
  });
}

const DEFAULT_RESET = 64;

/** The parameters of a scan: those of the file, else the defaults. Throws RangeError where they contradict each other. */
export function scanParameters(presets: LsPresets | undefined, near: number, precision: number): LsParameters {
  const highest = 2 ** precision - 1;
  const most = presets?.most || highest;
  if (most > highest || near > Math.min(255, most >> 1)) throw wrong(`samples up to ${most} that may be ${near} off`);
  const defaults = defaultThresholds(most, near);
  const bounds = [near + 1, ...defaults.map((value, i) => presets?.thresholds[i] || value)];
  if ([...bounds, most].some((bound, i) => bound < (bounds[i - 1] ?? 0))) throw wrong(`bounds of ${bounds.join()}`);
  const reset = presets?.reset || DEFAULT_RESET;
  if (reset < 3 || reset > Math.max(255, most)) throw wrong(`a context of ${reset} samples`);
  return { most, near, reset, quantized: quantizeGradients(most, bounds) };
}
