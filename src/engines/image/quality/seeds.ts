/** Scores that most photographs have at a quality. */
type Curve = readonly (readonly [quality: number, score: number])[];

// Medians over 44 photographs of up to 800×600 pixels, encoded as dmx does; `npm run bench -- smart-imaging`.
const CURVES: Readonly<Record<string, Curve>> = {
  jpeg: [
    [1, 0],
    [40, 60.5],
    [50, 66],
    [60, 70],
    [70, 74.5],
    [80, 80],
    [85, 82.7],
    [90, 86],
    [95, 89.5],
    [100, 92],
  ],
  webp: [
    [1, 30],
    [40, 63],
    [55, 68.5],
    [70, 72],
    [80, 76.5],
    [88, 81.7],
    [94, 85.5],
    [100, 90],
  ],
  avif: [
    [1, 0],
    [30, 60],
    [40, 69],
    [50, 75],
    [58, 79],
    [66, 82],
    [75, 86],
    [85, 89],
    [100, 96],
  ],
};

/** The part of a curve that a number lies in, or the nearest. */
function around(curve: Curve, item: 0 | 1, value: number) {
  const at = Math.min(
    curve.length - 1,
    Math.max(
      1,
      curve.findIndex((point) => point[item] >= value),
    ),
  );
  return [
    curve[at - 1] ?? [1, 0],
    curve[value > (curve.at(-1)?.[item] ?? 0) ? curve.length - 1 : at] ?? [100, 100],
  ] as const;
}

/** The quality at which most photographs have a score in a format, by the name of its row. */
export function seedQuality(format: string, score: number): number {
  const [low, high] = around(CURVES[format] ?? CURVES['jpeg'] ?? [], 1, score);
  return low[0] + ((score - low[1]) * (high[0] - low[0])) / (high[1] - low[1]);
}
