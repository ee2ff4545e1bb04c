import { printDuration } from '../../base/duration.ts';
import type { ClipSwatch } from '../../model/viewers/clip-swatches.ts';
import { UNDETERMINED } from '../../model/language.ts';
import type { Track } from '../../model/recipe/video-recipe.ts';

/** The usual stretch of a clip that is at least so long, as Dynamic Media has it. Seconds, the longest first. */
const STRETCHES = [
  [180, 60],
  [120, 30],
  [60, 20],
] as const;

function usualStretch(clipSeconds: number): number {
  const long = STRETCHES.find(([least]) => clipSeconds >= least);
  return long?.[1] ?? (clipSeconds > 30 ? 10 : 5);
}

/** The swatch track of a clip, and warnings about swatches outside of it. */
export interface SwatchTrack {
  /** Absent where none of its spans has a swatch. */
  readonly track?: Track;
  readonly warnings: readonly string[];
}

/** Whole milliseconds, not beyond the end: what WebVTT counts in. */
const floored = (seconds: number): number => Math.floor(seconds * 1000) / 1000;

/**
 * Puts swatches into a clip. One without an end is shown until the next one begins, at most for the usual stretch; one that
 * begins when the clip has ended is left out, one that ends later ends with the clip.
 */
export function swatchTrack(swatches: readonly ClipSwatch[], clipSeconds: number): SwatchTrack {
  const end = floored(clipSeconds);
  const beginnings = swatches.map(({ from }) => from);
  const endOf = ({ from, to }: ClipSwatch): number =>
    to ?? Math.min(from + usualStretch(clipSeconds), ...beginnings.filter((other) => other > from));
  const within = swatches.filter(({ from }) => from < end);
  const told = swatches.flatMap((one) => {
    const what = `the swatch ${one.label} at ${printDuration(one.from)}`;
    const length = `the clip is ${printDuration(clipSeconds)} long`;
    if (one.from >= end) return [`${what} is left out: ${length}`];
    return one.to !== undefined && one.to > clipSeconds
      ? [`${what} ends with the clip, not at ${printDuration(one.to)}: ${length}`]
      : [];
  });
  if (within.length === 0) return { warnings: told };
  const timed = within.map((one) => ({ ...one, to: Math.min(end, endOf(one)) }));
  const track = {
    name: 'track-swatches',
    purpose: 'swatches',
    language: UNDETERMINED,
    from: { swatches: timed },
  } as const;
  return { track, warnings: told };
}
