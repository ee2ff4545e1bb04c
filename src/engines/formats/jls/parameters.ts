/** The numbers that a file tells of its scans (ITU-T T.87, annex C); 0 or absent = the usual ones. */
export interface LsPresets {
  /** The greatest sample. */
  readonly most: number;
  /** From which differences on neighbours count as little, more and most unlike each other. */
  readonly thresholds: readonly [number, number, number];
  /** Samples of a context after which it forgets half. */
  readonly reset: number;
}

/** The presets together with the parameters of one scan header. */
export interface LsParameters extends Omit<LsPresets, 'thresholds'> {
  /** The most that samples may be off; 0 = without loss. */
  readonly near: number;
  /** By each difference of two neighbours, counted from that of `most` below, how unlike they are: -4 to 4 (A.3.3). */
  readonly unlikeness: Int8Array;
}

const wrong = (what: string): RangeError => new RangeError(`expected numbers of a JPEG-LS, got ${what}`);

/** The usual thresholds (C.2.4.1.1.1). */
function usualThresholds(most: number, near: number): LsPresets['thresholds'] {
  const within = (value: number, least: number): number => (value > most || value < least ? least : value);
  const scaled = (basic: number, least: number, steps: number): number => {
    if (most >= 128) return ((Math.min(most, 4095) + 128) >> 8) * (basic - least) + least + steps * near;
    return Math.max(least, Math.floor(basic / Math.floor(256 / (most + 1))) + steps * near);
  };
  const first = within(scaled(3, 2, 3), near + 1);
  const second = within(scaled(7, 3, 5), first);
  return [first, second, within(scaled(21, 4, 7), second)];
}

/** The unlikeness of two samples, by their difference: how many of some bounds it reaches. */
function unlikenesses(most: number, bounds: readonly number[]): Int8Array {
  return Int8Array.from({ length: 2 * most + 1 }, (_, i) => {
    const reached = bounds.filter((bound) => Math.abs(i - most) >= bound).length;
    return i < most ? -reached : reached;
  });
}

const USUAL_RESET = 64;

/** The numbers of a scan: those that the file tells, else the usual ones. Throws RangeError where they contradict each other. */
export function scanParameters(presets: LsPresets | undefined, near: number, precision: number): LsParameters {
  const highest = 2 ** precision - 1;
  const most = presets?.most || highest;
  if (most > highest || near > Math.min(255, most >> 1)) throw wrong(`samples up to ${most} that may be ${near} off`);
  const usual = usualThresholds(most, near);
  const bounds = [near + 1, ...usual.map((value, i) => presets?.thresholds[i] || value)];
  if ([...bounds, most].some((bound, i) => bound < (bounds[i - 1] ?? 0))) throw wrong(`bounds of ${bounds.join()}`);
  const reset = presets?.reset || USUAL_RESET;
  if (reset < 3 || reset > Math.max(255, most)) throw wrong(`a context of ${reset} samples`);
  return { most, near, reset, unlikeness: unlikenesses(most, bounds) };
}
