import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Rendering, USUAL_RENDERING } from '../../../layout/color-conversion.ts';
import { areRowsTied, rectKey, wholeOf } from '../../../layout/reading.ts';
import { marginRegion } from '../../../layout/source-region.ts';
import { levelSize } from '../../../model/level.ts';
import type { Rect } from '../../../model/geometry.ts';
import type { PyramidRecipe } from '../../../model/recipe/recipe.ts';
import type { Level } from '../source/level.ts';
import { streamed } from '../source/levels.ts';
import { type Master, openUntagged } from '../source/master.ts';
import { makeSource } from '../source/source.ts';

/**
 * The exact pixels of a master's halvings, which a pyramid leaves behind as files and other renditions go on from, so that
 * the master is not decoded and halved once more.
 */
export class KeptLevels {
  readonly #region: Rect;
  readonly #folder: string;
  readonly #files = new Map<number, string>();

  /** `folder`: of the files, absolute; made when there is one. */
  constructor(region: Rect, folder: string) {
    this.#region = region;
    this.#folder = folder;
  }

  /**
   * Takes the file of a level away: an uncompressed TIFF on the same volume. From the first level on whose rows are others where they are
   * halved in memory, files are removed instead.
   */
  async take(number: number, file: string): Promise<void> {
    if (!this.#isSameInMemory(number)) return rm(file);
    const kept = path.join(this.#folder, `${number}.tif`);
    await mkdir(this.#folder, { recursive: true });
    await rename(file, kept);
    this.#files.set(number, kept);
  }

  /** Tells whether a level has the bytes that halving in memory gives; the first is halved from the master either way. */
  #isSameInMemory(number: number): boolean {
    if (number === 1) return true;
    const [above, height] = [number - 1, number].map((one) => levelSize(this.#region, one).height);
    return this.#files.has(number - 1) && !areRowsTied(above ?? 0, height ?? 0);
  }

  /** Tells whether the halvings are those of a region, and the first of them is there. */
  has(region: Rect): boolean {
    return this.#files.has(1) && rectKey(region) === rectKey(this.#region);
  }

  /** A level of a region, read from its file; undefined where it is not kept. */
  at(region: Rect, number: number): Level | undefined {
    const file = this.#files.get(number);
    if (file === undefined || !this.has(region)) return undefined;
    const size = levelSize(region, number);
    return streamed(number, makeSource({ open: () => openUntagged(file), size, orientation: 1 }, wholeOf(size)));
  }

  /** Removes the files. */
  async drop(): Promise<void> {
    this.#files.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Tells whether the numbers of a master are those that renditions are drawn in: nothing converts them, nothing turns them. */
function isPlain({ colorSpace, depth, icc, profileKind, told, alpha, orientation }: Master['facts']): boolean {
  const isUsual = icc === null || profileKind === 'srgb';
  return colorSpace === 'srgb' && depth === 8 && isUsual && told === undefined && !alpha && (orientation ?? 1) === 1;
}

/** The keeper of what the first of some pyramids leaves behind; undefined where nothing else can go on from it. */
export function keepLevels(
  master: Master,
  pyramids: readonly PyramidRecipe[],
  scratch: string,
): KeptLevels | undefined {
  const [recipe] = pyramids;
  if (recipe === undefined || !isPlain(master.facts)) return undefined;
  try {
    return new KeptLevels(marginRegion(master.facts, recipe.master?.margins), path.join(scratch, '.levels'));
  } catch {
    // Margins that leave nothing are told of where the pyramid is made.
    return undefined;
  }
}

/** The keeper, where renditions are drawn in colours in which its halvings are the pixels of the file. */
export const keptIn = (rendering: Rendering, kept: KeptLevels | undefined): KeptLevels | undefined =>
  JSON.stringify(rendering) === JSON.stringify(USUAL_RENDERING) ? kept : undefined;
