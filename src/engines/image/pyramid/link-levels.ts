import { sum } from '../../../base/sum.ts';
import { open, type FileHandle } from 'node:fs/promises';
import {
  CLASSIC_LIMIT,
  headBytes,
  printDirectories,
  type NewDirectory,
  type TiffMetadata,
} from '../tiff/write-directories.ts';
import { FIELD, makeNumbers, TAG } from '../../../system/read-tiff.ts';
import { type LevelTiles, openLevel } from './level-tiles.ts';

// Tiles are copied in runs of about this size: system calls no longer show, memory does not yet.
const RUN_BYTES = 1024 * 1024;

/** The way in which levels are joined, where it is not the usual one. */
interface Linking {
  /** BigTIFF, whatever the size. */
  readonly big?: boolean;
  /** The profile of all levels, for those that were made of pixels without one. */
  readonly profile?: Buffer | undefined;
}

function withProfile(level: LevelTiles, profile: Buffer | undefined): LevelTiles {
  if (profile === undefined || level.entries.some(({ tag }) => tag === TAG.icc)) return level;
  const field = { tag: TAG.icc, type: FIELD.undefined, count: profile.length, data: profile };
  return { ...level, entries: [...level.entries, field] };
}

/** The directory of a level whose tiles stand one after the other from `start` on. */
function relocate(level: LevelTiles, index: number, start: number, big: boolean, metadata: TiffMetadata): NewDirectory {
  let at = start;
  const offsets = level.lengths.map((length) => (at += length) - length);
  const kept = level.entries.filter(({ tag }) => tag !== TAG.tileOffsets && tag !== TAG.subfileType);
  const entries = [...kept, makeNumbers(TAG.tileOffsets, big ? FIELD.long8 : FIELD.long, offsets)];
  if (index === 0) return { entries: [...entries, ...metadata.entries], children: metadata.children };
  // 1 = "reduced-resolution version of another image in this file".
  return { entries: [...entries, makeNumbers(TAG.subfileType, FIELD.long, [1])] };
}

function relocateAll(
  levels: readonly LevelTiles[],
  start: number,
  big: boolean,
  metadata: TiffMetadata,
): NewDirectory[] {
  let at = start;
  return levels.map((level, index) => {
    const directory = relocate(level, index, at, big, metadata);
    at += sum(level.lengths);
    return directory;
  });
}

/** Neighbouring tiles joined into runs, in the order of the tiles. */
function toRuns({ offsets, lengths }: LevelTiles): { readonly position: number; readonly length: number }[] {
  const runs: { position: number; length: number }[] = [];
  for (const [i, position] of offsets.entries()) {
    const length = lengths[i] ?? 0;
    const last = runs.at(-1);
    const joins = last !== undefined && last.position + last.length === position && last.length + length <= RUN_BYTES;
    if (joins) last.length += length;
    else runs.push({ position, length });
  }
  return runs;
}

async function copyTiles(level: LevelTiles, target: FileHandle): Promise<void> {
  for (const { position, length } of toRuns(level)) {
    const bytes = await level.read(position, length);
    if (bytes.length < length) throw new RangeError(`expected ${length} bytes of tiles, got ${bytes.length}`);
    await target.writeFile(bytes);
  }
}

async function writeLinked(
  levels: readonly LevelTiles[],
  target: string,
  metadata: TiffMetadata,
  big?: boolean,
): Promise<void> {
  const tiles = sum(levels.map(({ lengths }) => sum(lengths)));
  const needed = headBytes(relocateAll(levels, 0, false, metadata), false) + tiles > CLASSIC_LIMIT;
  const wide = big ?? needed;
  const start = headBytes(relocateAll(levels, 0, wide, metadata), wide);
  const handle = await open(target, 'w');
  try {
    await handle.writeFile(printDirectories(relocateAll(levels, start, wide, metadata), wide));
    for (const level of levels) await copyTiles(level, handle);
  } finally {
    await handle.close();
  }
}

/**
 * Joins tiled little-endian TIFFs, one a level and the largest first, in files or open already, into one pyramid TIFF at `target`: a head
 * with all directories, then the tiles of each level as they were. BigTIFF if the file would pass 4 GiB, or as `big`
 * says. The bytes depend on the levels' directories and tiles alone.
 */
export async function linkPyramid(
  levels: readonly (string | LevelTiles)[],
  target: string,
  metadata: TiffMetadata = { entries: [], children: new Map() },
  { big, profile }: Linking = {},
): Promise<void> {
  const opened: LevelTiles[] = [];
  try {
    for (const level of levels) opened.push(typeof level === 'string' ? await openLevel(level) : level);
    const tagged = opened.map((level) => withProfile(level, profile));
    await writeLinked(tagged, target, metadata, big);
  } finally {
    for (const { close } of opened) await close?.();
  }
}
