import { compareUtf8 } from '../base/text.ts';
import type { PublishedSets, SetChange, SetEntry } from '../model/sets.ts';

type Versions = PublishedSets['versions'];

/** The version of each set by its path. */
export function versionsOf(sets: readonly Pick<SetEntry, 'path' | 'version'>[]): Versions {
  return Object.fromEntries(sets.map(({ path, version }) => [path, version]));
}

/** The changes of sets between two manifests, in UTF-8 order of their paths. */
export function setChanges(before: Versions, after: Versions): readonly SetChange[] {
  const there = Object.keys(after).filter((set) => before[set] !== after[set]);
  const changes = there.map((set): SetChange => ({ change: set in before ? 'changed' : 'made', set }));
  const gone = Object.keys(before).filter((set) => !(set in after));
  const removed = gone.map((set): SetChange => ({ change: 'removed', set }));
  return [...changes, ...removed].toSorted((a, b) => compareUtf8(a.set, b.set));
}
