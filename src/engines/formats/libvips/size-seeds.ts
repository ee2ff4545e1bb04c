/** Bytes of a file by its quality, in those at quality 80. */
export type SizeCurve = readonly (readonly [quality: number, bytes: number])[];

// Medians over 14 photographs of up to 500×500 pixels (AVIF: 7 of up to 350×350), encoded as dmx does.
const JPEG: SizeCurve = [
  [1, 0.082],
  [10, 0.196],
  [20, 0.314],
  [30, 0.411],
  [40, 0.497],
  [50, 0.585],
  [60, 0.666],
  [70, 0.789],
  [80, 1],
  [85, 1.177],
  [90, 1.492],
  [95, 2.13],
  [100, 4.561],
];
const CURVES: Readonly<Record<string, SizeCurve>> = {
  webp: [
    [1, 0.183],
    [10, 0.292],
    [20, 0.369],
    [30, 0.457],
    [40, 0.547],
    [50, 0.624],
    [60, 0.693],
    [70, 0.769],
    [80, 1],
    [85, 1.234],
    [90, 1.637],
    [95, 2.409],
    [100, 3.532],
  ],
  avif: [
    [1, 0.081],
    [10, 0.107],
    [20, 0.139],
    [30, 0.184],
    [40, 0.263],
    [50, 0.393],
    [60, 0.575],
    [70, 0.768],
    [80, 1],
    [85, 1.13],
    [90, 1.441],
    [95, 2.063],
    [100, 4.853],
  ],
};

/** The sizes that most photographs have in a format, by the name of its row; those of JPEG where it is not measured. */
export const sizeCurve = (format: string | null): SizeCurve => CURVES[format ?? ''] ?? JPEG;

/** The piece of a curve that a number lies in, by its quality or its bytes; the first or last one outside of it. */
function piece(curve: SizeCurve, item: 0 | 1, value: number) {
  const above = curve.findIndex((point) => point[item] >= value);
  const at = above < 0 ? curve.length - 1 : Math.max(1, above);
  return [curve[at - 1] ?? [1, 1], curve[at] ?? [100, 1]] as const;
}

/** The bytes at a quality, by a curve: between its points they grow evenly by factors. */
export function bytesAt(curve: SizeCurve, quality: number): number {
  const [[low, few], [high, many]] = piece(curve, 0, quality);
  return few * (many / few) ** ((quality - low) / (high - low));
}

/** The quality at which a file has so many bytes, by a curve; no whole number. */
export function qualityAt(curve: SizeCurve, bytes: number): number {
  const [[low, few], [high, many]] = piece(curve, 1, bytes);
  return low + ((high - low) * Math.log(bytes / few)) / Math.log(many / few);
}
