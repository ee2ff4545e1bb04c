/** An encoded file with its score. */
export interface Probe<File> {
  readonly quality: number;
  readonly score: number;
  readonly file: File;
}

/** A search for the least quality whose file reaches a score. */
export interface QualitySearch<File> {
  readonly target: number;
  /** The best quality that may be used. */
  readonly most: number;
  /** The most encodes. */
  readonly encodes: number;
  /** The quality that most pictures need for a score. */
  readonly seed: (score: number) => number;
  readonly probe: (quality: number) => Promise<Probe<File>>;
  /** Tells whether a file is larger than it may be: then the search ends while there are encodes left to make it fit. */
  readonly isTooLarge?: (file: File) => boolean;
}

/** The end of a search. */
interface FoundQuality<File> extends Probe<File> {
  /** Every file, the latest first. */
  readonly tried: readonly Probe<File>[];
}

/** A file whose score is this near above the target is good enough: one quality more or less moves it as far. */
const NEAR = 0.5;

/** The score by which a last encode is aimed higher. */
const SURE = 2;

/** Encodes by which a file is made to fit. */
const FITTING = 3;

/** The qualities that are still possible: those above `under` and up to `over`. */
interface Bounds<File> {
  readonly under: Probe<File> | undefined;
  readonly over: Probe<File> | undefined;
}

/** The next quality: as this picture differs from most, or on the line between two probes. */
function nextQuality<File>({ under, over }: Bounds<File>, search: QualitySearch<File>, sure: number): number {
  const { target, seed, most } = search;
  const least = (under?.quality ?? 0) + 1;
  const highest = Math.min(most, (over?.quality ?? most + 1) - 1);
  const aim = target + NEAR / 2 + sure;
  const known = over ?? under;
  let wanted = seed(aim);
  if (under && over) {
    const share = (aim - under.score) / (over.score - under.score);
    wanted = under.quality + share * (over.quality - under.quality);
  } else if (known) wanted = known.quality + (seed(aim) - seed(known.score));
  return Math.min(highest, Math.max(least, Math.round(wanted)));
}

/** Tells whether nothing better is left to try. */
function isDone<File>({ under, over }: Bounds<File>, { target, most }: QualitySearch<File>): boolean {
  if (over && over.score < target + NEAR) return true;
  return (over?.quality ?? most + 1) - (under?.quality ?? 0) <= 1;
}

/**
 * Tells whether only the size is left to look for: the target is out of its reach, or may be, and there are no more encodes
 * than fitting takes. A file that fits and looks less than asked can always be had.
 */
function isCapped<File>(
  { under, over }: Bounds<File>,
  { target, isTooLarge = () => false }: QualitySearch<File>,
  last: Probe<File>,
  left: number,
): boolean {
  if (!isTooLarge(last.file)) return false;
  return last.score < target || (over !== undefined && under === undefined && left <= FITTING);
}

/**
 * The least quality whose file reaches the target, taking it that scores grow with quality; where none does, the best that was
 * tried.
 */
export async function searchQuality<File>(search: QualitySearch<File>): Promise<FoundQuality<File>> {
  const tried: Probe<File>[] = [];
  let bounds: Bounds<File> = { under: undefined, over: undefined };
  for (let left = search.encodes; left > 0; left--) {
    // Of the last one nothing is learned: it has to be good.
    const sure = left === 1 && bounds.over === undefined ? SURE : 0;
    const probe = await search.probe(nextQuality(bounds, search, sure));
    tried.unshift(probe);
    if (probe.score >= search.target) bounds = { ...bounds, over: probe };
    else bounds = { ...bounds, under: probe };
    if (isDone(bounds, search) || isCapped(bounds, search, probe, left - 1)) break;
  }
  const found = bounds.over ?? bounds.under;
  if (found === undefined) throw new RangeError('expected at least one encode');
  return { ...found, tried };
}
