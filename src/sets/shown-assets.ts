import type { SetEntry } from '../model/sets.ts';

/** The paths of the assets that a set shows, with those of sets in it and of swatches. `sets`: all, by path. */
export function shownAssets(set: SetEntry, sets: ReadonlyMap<string, SetEntry>): readonly string[] {
  return set.members.flatMap(({ asset, set: inner, beside = [], swatch }) => {
    const within = inner === undefined ? undefined : sets.get(inner);
    return [
      ...(asset === undefined ? [] : [asset]),
      ...beside,
      ...(swatch && 'asset' in swatch ? [swatch.asset] : []),
      ...(within ? shownAssets(within, sets) : []),
    ];
  });
}
