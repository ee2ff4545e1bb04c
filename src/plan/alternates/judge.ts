import { groupBy } from '../../base/group-by.ts';
import { sum } from '../../base/sum.ts';
import { LEAST_SAVING } from '../../model/recipe/smart-imaging.ts';
import type { RenditionRecord } from '../../model/rendition.ts';

/** A finished file, as far as it is judged. */
type File = Pick<RenditionRecord, 'name' | 'width' | 'height' | 'bytes' | 'score' | 'alternate'>;

/** Difference of scores that nobody sees. */
const SAME_SCORE = 2;

/** Tells whether a format could not reach the look that its rendition has. */
function looksWorse({ score, alternate }: File, own: File): boolean {
  if (alternate?.needed === true || score === undefined || own.score === undefined) return false;
  return score < own.score - SAME_SCORE;
}

const sizeOf = ({ width, height }: File): string => `${width}×${height}`;
const rankOf = ({ alternate }: File): number => alternate?.rank ?? 0;

/** The rendition's own format lies behind all that only save bytes. */
function ownRank(files: readonly File[]): number {
  return Math.max(-1, ...files.filter(({ alternate }) => alternate?.needed !== true).map(rankOf)) + 0.5;
}

/**
 * Tells whether a format is worth having: its files together save a share of what those behind it take at their sizes, and none
 * is larger. A browser that takes a format looks at no other, so one that lacks a size would cost more there.
 */
function isWorth(files: readonly File[], smallest: ReadonlyMap<string, number>, own: File): boolean {
  const before = files.map((file) => smallest.get(sizeOf(file)) ?? Infinity);
  const isSmall = files.every((file, at) => !looksWorse(file, own) && file.bytes <= (before[at] ?? 0));
  return isSmall && sum(files.map(({ bytes }) => bytes)) <= sum(before) * (1 - LEAST_SAVING);
}

/** The files of a format without those for which a browser may as well take the next larger one. */
function withoutIdleSizes(files: readonly File[]): readonly File[] {
  let next = Infinity;
  return files
    .toSorted((a, b) => b.width - a.width)
    .filter(({ bytes }) => {
      const saves = bytes <= next * (1 - LEAST_SAVING);
      if (saves) next = bytes;
      return saves;
    });
}

/** The names of the files beside a rendition that are not worth having: judged from the format offered last to the first. */
function idleBeside(own: File, beside: readonly File[]): readonly string[] {
  const formats = [...groupBy(beside, (file) => String(rankOf(file))), [own]];
  const place = ([first]: readonly File[]): number =>
    first === undefined || first === own ? ownRank(beside) : rankOf(first);
  const smallest = new Map<string, number>();
  const kept = new Set<File>();
  for (const files of formats.toSorted((a, b) => place(b) - place(a))) {
    const needed = files.filter((file) => file === own || file.alternate?.needed === true);
    const stay = isWorth(files, smallest, own) ? files : needed;
    for (const file of withoutIdleSizes(stay)) kept.add(file);
    for (const file of stay) smallest.set(sizeOf(file), Math.min(file.bytes, smallest.get(sizeOf(file)) ?? Infinity));
  }
  return beside.filter((file) => !kept.has(file)).map(({ name }) => name);
}

/**
 * Names of alternates that are not worth having among the finished files of an asset: those of formats that do not save a twentieth
 * of what the next one takes, or are larger at a size; those that save nothing against the next larger size; and those whose
 * rendition is not there.
 */
export function idleAlternates(files: readonly File[]): ReadonlySet<string> {
  const alternates = files.filter(({ alternate }) => alternate !== undefined);
  const idle = groupBy(alternates, ({ alternate }) => alternate?.of ?? '').flatMap((beside) => {
    const own = files.find(({ name }) => name === beside[0]?.alternate?.of);
    return own ? idleBeside(own, beside) : beside.map(({ name }) => name);
  });
  return new Set(idle);
}
