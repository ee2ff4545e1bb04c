import { groupBy } from '../../base/group-by.ts';
import { LEAST_SAVING } from '../../model/recipe/smart-imaging.ts';
import type { RenditionRecord } from '../../model/rendition.ts';

/** A finished file, as far as it is judged. */
type File = Pick<RenditionRecord, 'name' | 'width' | 'height' | 'bytes' | 'score' | 'alternate'>;

/** Scores that nobody tells apart. */
const SAME_SCORE = 2;

/** Tells whether a format could not reach the look that its rendition has. */
function looksWorse({ score, alternate }: File, own: File): boolean {
  if (alternate?.needed === true || score === undefined || own.score === undefined) return false;
  return score < own.score - SAME_SCORE;
}

/** The files of one size that are worth having, from the format that is offered last to the first. */
function worthOfSize(files: readonly File[], own: File): readonly File[] {
  const rankOf = ({ alternate }: File): number => alternate?.rank ?? ownRank(files);
  let smallest = Infinity;
  return files
    .filter((file) => !looksWorse(file, own))
    .toSorted((a, b) => rankOf(b) - rankOf(a))
    .filter((file) => {
      const stays = file === own || file.alternate?.needed === true || file.bytes <= smallest * (1 - LEAST_SAVING);
      if (stays) smallest = Math.min(smallest, file.bytes);
      return stays;
    });
}

/** The rendition's own format lies behind all that only save bytes. */
function ownRank(files: readonly File[]): number {
  const saving = files.flatMap(({ alternate }) => (alternate && alternate.needed !== true ? [alternate.rank] : []));
  return Math.max(-1, ...saving) + 0.5;
}

/** The names of the files beside a rendition that are not worth having. */
function idleBeside(own: File, beside: readonly File[]): readonly string[] {
  const files = [own, ...beside];
  const kept = groupBy(files, ({ width, height }) => `${width}×${height}`).flatMap((alike) => worthOfSize(alike, own));
  const widest = Math.max(...files.map(({ width }) => width));
  // A browser that takes a format looks at no other: one that ends early would show a small file on a wide screen.
  const whole = new Set(kept.filter(({ width }) => width === widest).map(({ alternate }) => alternate?.rank));
  const stays = (file: File): boolean =>
    file.alternate?.needed === true || (kept.includes(file) && whole.has(file.alternate?.rank));
  return beside.filter((file) => !stays(file)).map(({ name }) => name);
}

/**
 * Names of alternates that are not worth having among the finished files of an asset: those that do not save a twentieth of
 * what the next format takes at that size, all of a format whose widest does not, and those whose rendition is not there.
 */
export function idleAlternates(files: readonly File[]): ReadonlySet<string> {
  const alternates = files.filter(({ alternate }) => alternate !== undefined);
  const idle = groupBy(alternates, ({ alternate }) => alternate?.of ?? '').flatMap((beside) => {
    const own = files.find(({ name }) => name === beside[0]?.alternate?.of);
    return own ? idleBeside(own, beside) : beside.map(({ name }) => name);
  });
  return new Set(idle);
}
