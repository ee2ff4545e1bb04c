/** A lossy format with a quality scale. */
export type LossyName = 'jpeg' | 'webp' | 'avif';

/**
 * Qualities at which files look alike: medians of SSIMULACRA 2.1 over 44 photographs of up to 800×600 pixels, encoded as dmx
 * does; see `npm run bench -- smart-imaging`.
 */
const ALIKE: readonly Readonly<Record<LossyName, number>>[] = [
  { jpeg: 1, webp: 1, avif: 1 },
  { jpeg: 40, webp: 50, avif: 39 },
  { jpeg: 50, webp: 58, avif: 43 },
  { jpeg: 60, webp: 66, avif: 46 },
  { jpeg: 70, webp: 75, avif: 52 },
  { jpeg: 80, webp: 84, avif: 61 },
  { jpeg: 85, webp: 87, avif: 67 },
  { jpeg: 90, webp: 91, avif: 77 },
  { jpeg: 95, webp: 95, avif: 84 },
  { jpeg: 100, webp: 100, avif: 100 },
];

/** The quality, 1…100, at which files of a format look like those of another at that quality, for most photographs. */
export function equalQuality(quality: number, from: LossyName, to: LossyName): number {
  const at = Math.max(
    1,
    ALIKE.findIndex((row) => row[from] >= quality),
  );
  const [low, high] = [ALIKE[at - 1], ALIKE[at]];
  if (from === to || low === undefined || high === undefined) return quality;
  const share = (quality - low[from]) / (high[from] - low[from]);
  return Math.round(low[to] + share * (high[to] - low[to]));
}
