import type { Catalog } from '../../catalog/catalog.ts';
import { isSameFile, type ScannedFile } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Seeming } from '../../model/seeming.ts';
import { shrinkError } from '../../plan/shrink.ts';
import type { LibraryDiff } from './diff-library.ts';
import { isBelow } from './unselected-assets.ts';

/** Assets whose masters were found at another path. */
export interface Moves {
  /** The record of the vanished asset, by the path of the new master. */
  readonly from: ReadonlyMap<string, AssetRecord>;
  /** Paths of vanished assets that moved. */
  readonly left: ReadonlySet<string>;
}

export const NO_MOVES: Moves = { from: new Map(), left: new Set() };

export interface MoveSearch {
  /** SHA-256 of a new master; '' or undefined = it could not be read. */
  readonly digestOf: (file: ScannedFile) => string | undefined;
  readonly catalog: Pick<Catalog, 'assetsByDigest'>;
  /**
   * Tells whether a master holds no picture or clip. Equal content of such files (empty, an error page) is no evidence
   * of a move.
   */
  readonly isForeign: (file: ScannedFile) => boolean;
  /** Tells whether the master of a known asset is not at its path any more. */
  readonly isAbsent: (record: AssetRecord) => Promise<boolean>;
}

/** Takes a new master with the bytes of one that vanished for that one, moved. Each vanished asset moves once. */
export async function findMoves(
  fresh: readonly ScannedFile[],
  { digestOf, isForeign, catalog, isAbsent }: MoveSearch,
): Promise<Moves> {
  const [from, left] = [new Map<string, AssetRecord>(), new Set<string>()];
  for (const file of fresh) {
    const sha256 = digestOf(file) ?? '';
    if (sha256 === '') continue;
    const records = await catalog.assetsByDigest(sha256);
    // A master that returned to where it was is no other one's.
    if (records.some(({ path }) => path === file.path)) continue;
    const free = records.filter((one) => !left.has(one.path) && (!isForeign(file) || isSameFile(one.stat, file.stat)));
    const record = await firstOf(free, isAbsent);
    if (record === undefined) continue;
    from.set(file.path, record);
    left.add(record.path);
  }
  return { from, left };
}

async function firstOf<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await holds(one)) return one;
  return undefined;
}

/** A master that holds no picture or clip any more. */
export interface Damaged {
  readonly path: string;
  readonly seeming: Seeming;
}

/**
 * Throws UsageError LIBRARY_SHRUNK where a folder lost more assets than a person would mean: masters that are gone, and
 * those that hold no picture or clip any more. Moved ones are not lost.
 */
export function refuseLoss(
  { losses, vanished, newElsewhere }: LibraryDiff,
  { left }: Moves,
  damaged: readonly Damaged[],
): void {
  const elsewhere = new Map(newElsewhere);
  const hasMoved = ({ path, stat: { bytes } }: AssetRecord): boolean => {
    if (left.has(path)) return true;
    // Another shard that has a new master of the same size has this one, as far as can be told without reading it.
    const count = elsewhere.get(bytes) ?? 0;
    elsewhere.set(bytes, count - 1);
    return count > 0;
  };
  for (const loss of losses) {
    const moved = vanished.filter((record) => isBelow(loss.folder, record.path) && hasMoved(record)).length;
    const spoilt = damaged.filter(({ path }) => isBelow(loss.folder, path));
    const rest = { known: loss.known - moved, vanished: loss.vanished - moved };
    const error = shrinkError({ ...loss, ...rest, damaged: spoilt.length, example: spoilt[0] });
    if (error !== undefined) throw error;
  }
}
